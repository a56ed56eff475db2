//! Whether a model makes a brief of news: `doctor` gives it a report of our own and holds what it writes against it. What is
//! found is kept, so that with `model.form = "auto"` a model that makes none is asked for sentences.

use crate::{
    engine::Engine,
    step::{known_small, note_small},
};
use anyhow::Result;
use jiff::Timestamp;
use standfirst_collect::{Form, ModelClient};
use standfirst_store::ModelCall;
use standfirst_types::{Article, ArticleId, Member, MemberKind, Notes, Story, StoryId};
use standfirst_verify::judge;
use standfirst_write::{
    Input, extractive,
    llm::{Asking, draft, prompt, reply},
};

/// The report, of an invented place, and where each of its sentences ends.
const REPORT: [&str; 5] = [
    "The council of Orle sold the old mill for 40,000 crowns on Monday, its clerk said.",
    "The mill was built in 1911 and has stood empty since the flood of 2019.",
    "Traders in the lower town had asked for a market hall in its place.",
    "The buyer, a baker from Tarn, wants to open a bakery there in the spring.",
    "Two neighbours have asked a court to stop the sale.",
];

/// What is found: `(state, detail)`; `None` where no brief would be asked for anyway, or the form is settled.
pub(super) async fn look(engine: &Engine, client: &ModelClient) -> Result<Option<(&'static str, String)>> {
    let config = &engine.config.model;
    if config.form != Form::Auto || config.by_sentences(false) {
        return Ok(None);
    }
    let Some((small, call)) = makes_none(engine, client).await else { return Ok(None) };
    engine.store.note_model_call(&call, &config.model, None).await?;
    note_small(engine, small).await?;
    Ok(Some(if known_small(engine).await? {
        ("warning", "it made no brief of five sentences that its sources bear out, so it is asked sentence by sentence; set model.form = \"sentences\" to leave it at that, or choose a larger model".into())
    } else {
        ("fine", "makes briefs that its sources bear out".into())
    }))
}

/// Whether the model makes no brief of the report, and what it cost to ask; `None` when there is no telling.
async fn makes_none(engine: &Engine, client: &ModelClient) -> Option<(bool, ModelCall)> {
    let (config, article) = (&engine.config, report());
    let member = Member::first(article.id, MemberKind::Original, "orle.example", Timestamp::UNIX_EPOCH);
    let story = Story {
        id: StoryId::of(&[b"doctor"]),
        language: "en".into(),
        members: vec![member],
        first: Timestamp::UNIX_EPOCH,
        last: Timestamp::UNIX_EPOCH,
    };
    let notes = Notes::default();
    let input = Input {
        story: &story,
        articles: &[&article],
        notes: &[&notes],
        previous: None,
        fresh: &[],
        edited: &[],
        options: &config.brief,
    };
    let asking = Asking { max_tokens: config.model.max_tokens.min(600), ..crate::step::asking(config) };
    let asked = prompt(&input, &asking)?;
    let body = client.chat(&asked.body(asked.shape()), engine.now()).await.ok()?;
    let said = reply(&body).ok()?;
    let (tokens_in, tokens_out) =
        (said.tokens_in.unwrap_or(u64::from(asked.tokens)), said.tokens_out.unwrap_or(u64::from(asked.most)));
    let call = ModelCall {
        at: engine.now(),
        key: "doctor".into(),
        fault: None,
        tokens_in,
        tokens_out,
        millionths: config.model.millionths(tokens_in, tokens_out),
    };
    let stands = draft(&input, &config.writer, &asked, extractive(&input)?, &said.text).is_ok_and(|written| {
        let own = &written.draft.tldr;
        let stood = own.iter().filter(|c| judge(c, &[&article]).kind.passes()).count();
        stood * 2 >= own.len() && stood >= own.len().min(2)
    });
    Some((!stands, call))
}

fn report() -> Article {
    let (mut text, mut sentences) = (String::new(), vec![]);
    for sentence in REPORT {
        let start = text.len() as u32;
        text.push_str(sentence);
        sentences.push([start, text.len() as u32]);
        text.push(' ');
    }
    Article {
        url: "https://orle.example/mill".into(),
        title: "Orle sells its old mill".into(),
        site: "Orle Courier".into(),
        language: Some("en".into()),
        ..Article::of(ArticleId::of(&[b"doctor"]), text, sentences)
    }
}
