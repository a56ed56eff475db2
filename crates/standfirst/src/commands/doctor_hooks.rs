//! What `doctor` says about webhooks: whether their secrets can be read, and what they did not take.

use crate::{engine::Engine, hooks};
use anyhow::Result;
use standfirst_store::DeliveryState;

/// Messages that are looked at.
const LOOKED_AT: u32 = 1000;

/// What was looked at, its state, and what was found.
pub(super) async fn look(engine: &Engine) -> Result<Vec<(String, &'static str, String)>> {
    let all = engine.store.deliveries(None, "", LOOKED_AT).await?;
    let mut sections: Vec<String> = engine.config.sections().into_iter().map(|s| s.name).collect();
    sections.extend(engine.store.searches().await?.into_iter().map(|s| s.name));
    let mut found = vec![];
    for hook in &engine.config.webhooks {
        let what = format!("webhook {}", hook.url);
        if let Err(e) = hooks::secret(engine, hook) {
            found.push((what, "error", format!("{e:#}")));
            continue;
        }
        if let Some(name) = hook.sections.iter().find(|s| !sections.contains(s)) {
            let detail = format!("there is no section “{name}”, so nothing of it is told; check webhooks.sections");
            found.push((what, "warning", detail));
            continue;
        }
        let own = || all.iter().filter(|d| d.hook == hook.url);
        let of = |state| own().filter(|d| d.state == state).count();
        let (sent, waiting, failed) = (of(DeliveryState::Sent), of(DeliveryState::Waiting), of(DeliveryState::Failed));
        let trouble =
            own().find(|d| d.note.is_some() && matches!(d.state, DeliveryState::Waiting | DeliveryState::Failed));
        let counts = format!("{sent} messages taken, {waiting} wait, {failed} given up");
        found.push(match trouble.and_then(|d| Some((d, d.note.as_deref()?))) {
            Some((d, note)) => {
                let again = format!("`standfirst webhooks redeliver {}` sends it again", d.id);
                (what, "warning", format!("{counts}; {note}; {again}"))
            }
            None => (what, "fine", counts),
        });
    }
    Ok(found)
}
