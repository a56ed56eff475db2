//! Acts: what the owner changes, one small handler each. The extractor has made sure who sent it and from where.

use super::{Act, Acted, Library, Open, Shop, form::OwnerForm, news::Answer, respond::Miss};
use axum::extract::{Path, State};
use standfirst_types::StoryId;

impl<L: Library> Shop<L> {
    /// Does it, and leads on to where the form came from, else to `then`.
    pub(super) async fn act(&self, form: &OwnerForm, act: Act, then: &str) -> Answer {
        let site = form.visit.site.clone();
        let acted = self.library.act(act).await.map_err(|e| Miss::failed(site.clone(), e))?;
        self.touch();
        match acted {
            Acted::Done => Ok(form.done(then)),
            Acted::Refused(why) => Err(Miss::refused(site, "This was not done", &why)),
        }
    }
}

/// `mark=read|saved|muted`, `on=1|0`, `revision=N`.
pub(super) async fn mark<L: Library>(State(shop): Open<L>, Path(id): Path<String>, form: OwnerForm) -> Answer {
    let Ok(story) = id.parse::<StoryId>() else { return Err(Miss::NotFound(form.visit.site.clone())) };
    let act = Act::Mark {
        story,
        mark: form.value("mark")?,
        on: form.text("on") != Some("0"),
        revision: form.text("revision").and_then(|r| r.parse().ok()).unwrap_or(1),
    };
    shop.act(&form, act, &format!("/s/{story}")).await
}
