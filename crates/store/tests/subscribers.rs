//! Subscribers and mailings: who is written to and when, tokens by their hash only, and what was told to whom.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use jiff::{SignedDuration, Timestamp};
use standfirst_store::{Mailing, Store};
use standfirst_types::{Choices, EditionId, Email, Standing, StoryId};

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(1_900_000_000).unwrap().checked_add(SignedDuration::from_hours(hour)).unwrap()
}

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

fn sea() -> Choices {
    Choices { sections: vec!["Sea".into()], hours: vec!["07:00".parse().unwrap()], zone: "Asia/Tokyo".into() }
}

async fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("t.db")).await.unwrap();
    (folder, store)
}

async fn standing(store: &Store, text: &str) -> Option<Standing> {
    store.subscriber(email(text).id()).await.unwrap().map(|s| s.standing)
}

#[tokio::test]
async fn an_address_is_asked_once_in_twelve_hours_and_confirms_by_its_token() {
    let (_folder, store) = store().await;
    let ida = email("ida@a.example");
    store.sign_up(&ida, &Choices::default(), at(0)).await.unwrap();
    let taken = store.take_due("hash 1", at(0)).await.unwrap().unwrap();
    assert_eq!((taken.email, taken.standing), (ida.clone(), Standing::Asked));
    assert_eq!(store.take_due("hash 2", at(0)).await.unwrap(), None, "whoever took it has it");
    store.end_due(ida.id(), None, None).await.unwrap();
    for hour in [1, 11] {
        store.sign_up(&email("IDA@a.example"), &sea(), at(hour)).await.unwrap();
        assert_eq!(store.take_due("hash 3", at(hour)).await.unwrap(), None, "asked already, {hour} hours ago");
    }
    assert_eq!(store.confirm_subscriber("hash 2", at(1)).await.unwrap(), None, "a token that was never given");
    let confirmed = store.confirm_subscriber("hash 1", at(1)).await.unwrap().unwrap();
    assert_eq!((confirmed.standing, confirmed.choices.clone()), (Standing::Active, sea()), "the last choices count");
    // Once confirmed, what somebody else sends by the form changes nothing; a reminder is due, once in twelve hours.
    store.sign_up(&ida, &Choices::default(), at(13)).await.unwrap();
    assert_eq!(store.take_due("hash 4", at(13)).await.unwrap().unwrap().choices, sea());
    assert_eq!(store.confirm_subscriber("hash 1", at(14)).await.unwrap(), None, "the newer token counts");
}

#[tokio::test]
async fn a_token_is_good_for_three_days_and_then_the_address_is_forgotten() {
    let (_folder, store) = store().await;
    let ida = email("ida@a.example");
    store.sign_up(&ida, &Choices::default(), at(0)).await.unwrap();
    store.take_due("hash", at(0)).await.unwrap().unwrap();
    assert_eq!(store.confirm_subscriber("hash", at(72)).await.unwrap(), None);
    assert_eq!(store.forget_subscribers(at(71)).await.unwrap(), 0);
    assert_eq!(store.forget_subscribers(at(72)).await.unwrap(), 1);
    assert_eq!(standing(&store, "ida@a.example").await, None);
}

#[tokio::test]
async fn a_message_that_does_not_go_out_is_tried_six_times() {
    let (_folder, store) = store().await;
    let ida = email("ida@a.example");
    store.sign_up(&ida, &Choices::default(), at(0)).await.unwrap();
    let mut tries = 0;
    for hour in 0..10 {
        let Some(s) = store.take_due("hash", at(hour)).await.unwrap() else { break };
        store.end_due(s.id, Some("no connection"), Some(at(hour + 1))).await.unwrap();
        tries += 1;
    }
    assert_eq!(tries, 6);
}

#[tokio::test]
async fn who_has_left_comes_back_by_a_new_token_only() {
    let (_folder, store) = store().await;
    let ida = email("ida@a.example");
    store.sign_up(&ida, &Choices::default(), at(0)).await.unwrap();
    store.take_due("old", at(0)).await.unwrap().unwrap();
    store.confirm_subscriber("old", at(1)).await.unwrap().unwrap();
    store.leave(ida.id(), at(2)).await.unwrap();
    store.leave(ida.id(), at(3)).await.unwrap();
    assert_eq!(store.subscriber(ida.id()).await.unwrap().unwrap().left, Some(at(2)));
    assert_eq!(store.confirm_subscriber("old", at(4)).await.unwrap(), None);
    store.choose(ida.id(), &sea()).await.unwrap();
    assert_eq!(store.subscriber(ida.id()).await.unwrap().unwrap().choices, Choices::default());
    store.sign_up(&ida, &sea(), at(20)).await.unwrap();
    assert_eq!(standing(&store, "ida@a.example").await, Some(Standing::Left), "asking is not coming back");
    store.take_due("new", at(20)).await.unwrap().unwrap();
    let back = store.confirm_subscriber("new", at(21)).await.unwrap().unwrap();
    assert_eq!((back.standing, back.confirmed), (Standing::Active, Some(at(21))));
}

#[tokio::test]
async fn only_refusals_for_good_make_a_mailbox_bounce() {
    let (_folder, store) = store().await;
    let ida = email("ida@a.example");
    assert!(store.add_subscriber(&ida, &Choices::default(), at(0)).await.unwrap());
    assert!(!store.add_subscriber(&ida, &sea(), at(0)).await.unwrap(), "known");
    for _ in 0..5 {
        store.note_fault(ida.id(), "busy", Some(at(1)), None).await.unwrap();
    }
    store.note_fault(ida.id(), "gone", None, Some((2, at(1)))).await.unwrap();
    assert_eq!(standing(&store, "ida@a.example").await, Some(Standing::Active));
    store.note_fault(ida.id(), "gone", None, Some((2, at(2)))).await.unwrap();
    assert_eq!(standing(&store, "ida@a.example").await, Some(Standing::Bouncing));
    let s = store.subscriber(ida.id()).await.unwrap().unwrap();
    assert_eq!((s.faults, s.fault.as_deref(), s.retry), (7, Some("gone"), None));
    store.add_subscriber(&ida, &sea(), at(3)).await.unwrap();
    assert_eq!(standing(&store, "ida@a.example").await, Some(Standing::Active));
}

#[tokio::test]
async fn what_was_told_is_remembered_when_the_mail_is_out_and_not_before() {
    let (_folder, store) = store().await;
    let ida = email("ida@a.example");
    store.add_subscriber(&ida, &Choices::default(), at(0)).await.unwrap();
    let edition = EditionId::of(&[b"e"]);
    let mailing =
        Mailing { message: "m@a.example".into(), subscriber: ida.id(), edition: Some((edition, at(1))), bytes: 10 };
    let story = StoryId::of(&[b"s"]);
    assert_eq!(store.begin_mailing(&mailing, at(2)).await.unwrap(), 0);
    assert_eq!(store.sent_to(ida.id()).await.unwrap(), Default::default());
    assert_eq!(store.mailings_open().await.unwrap(), [("ida@a.example".to_owned(), at(2))]);
    // A crash; the same mail once more.
    assert_eq!(store.begin_mailing(&mailing, at(3)).await.unwrap(), 1);
    store.end_mailing(&mailing, &[(story, 2)], at(3)).await.unwrap();
    let told = store.sent_to(ida.id()).await.unwrap();
    assert_eq!((told.until, told.stories.get(&story)), (Some(at(1)), Some(&2)));
    assert!(store.mailings_open().await.unwrap().is_empty());
    assert_eq!((store.mailings_since(at(2)).await.unwrap(), store.mailings_since(at(3)).await.unwrap()), (1, 0));
    // What is sent stays sent; what was refused is as if it had not been begun.
    store.drop_mailing(&mailing).await.unwrap();
    assert_eq!(store.sent_to(ida.id()).await.unwrap().until, Some(at(1)));
    let refused = Mailing { message: "n@a.example".into(), ..mailing };
    store.begin_mailing(&refused, at(4)).await.unwrap();
    store.drop_mailing(&refused).await.unwrap();
    assert!(store.mailings_open().await.unwrap().is_empty());
    // Months later it goes; and all of it with the subscriber.
    store.forget_mailings(at(24 * 200)).await.unwrap();
    assert_eq!(store.sent_to(ida.id()).await.unwrap(), Default::default());
    assert!(store.remove_subscriber(ida.id()).await.unwrap() && !store.remove_subscriber(ida.id()).await.unwrap());
}

#[tokio::test]
async fn a_key_is_made_once_whoever_asks_first() {
    let (_folder, store) = store().await;
    let (one, two) = tokio::join!(store.setting_or("key", "one"), store.setting_or("key", "two"));
    let kept = store.setting("key").await.unwrap().unwrap();
    assert_eq!((one.unwrap(), two.unwrap()), (kept.clone(), kept));
}

#[tokio::test]
async fn an_hour_is_only_ever_a_later_one() {
    let (_folder, store) = store().await;
    let ida = email("ida@a.example");
    store.add_subscriber(&ida, &Choices::default(), at(0)).await.unwrap();
    for (hour, expected) in [(5, 5), (3, 5), (7, 7)] {
        store.note_hour(ida.id(), at(hour)).await.unwrap();
        assert_eq!(store.subscriber(ida.id()).await.unwrap().unwrap().hour, Some(at(expected)));
    }
}
