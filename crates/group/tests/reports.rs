//! Full reports of invented events: what is told in other words meets, what only sounds alike stays apart.

use jiff::Timestamp;
use standfirst_group::{Config, Doc, Grouper};
use standfirst_types::ArticleId;

/// A report: hour, headline, text, its event.
type Report = (i64, &'static str, &'static str, char);

/// Checks that reports share a story exactly when they share an event.
#[track_caller]
fn check(reports: &[Report]) {
    let mut grouper = Grouper::new(Config::default());
    let mut stories = Vec::new();
    for &(hour, title, text, _) in reports {
        let at = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(hour);
        let id = ArticleId::of(&[title.as_bytes(), text.as_bytes()]);
        let doc = Doc { id, at, language: "en", title, text, family: "", names: &[] };
        stories.push(grouper.assign(&doc).story);
    }
    for (a, x) in reports.iter().zip(&stories) {
        for (b, y) in reports.iter().zip(&stories) {
            assert_eq!(x == y, a.3 == b.3, "“{}” and “{}”", a.1, b.1);
        }
    }
}

const PELLAN_VOTE: Report = (
    0,
    "Pellan council votes for new bridge",
    "The town council of Pellan voted nine to four on Tuesday night for a new bridge over the Arve. The mayor, Ada Quist, \
     said the old bridge would close in spring. The bridge will cost 14 million crowns, and the state pays half of it. \
     Shopkeepers in Tanner Street had asked for a tunnel. Construction starts in March, the council said.",
    'p',
);

const SANDREY_VOTE: Report = (
    2,
    "Sandrey council rejects new bridge",
    "Councillors in Sandrey voted seven to six on Tuesday night against a new bridge over the harbour. Deputy mayor Ivo Brand \
     said the town could not pay 11 million crowns for a bridge when its school had no roof. The old bridge was closed to \
     lorries in May. Residents of Gull Row shouted from the gallery. The council will vote again in spring.",
    's',
);

const PELLAN_SHOPS: Report = (
    9,
    "Tanner Street fears for its trade once the Arve crossing closes",
    "Shopkeepers in Tanner Street say they will lose a year's custom. Pellan decided this week to pull down the old crossing \
     before a new one stands. “Nobody asked us,” said Berit Olm, who sells shoes. Mayor Ada Quist promised a ferry across \
     the Arve for the time in between, and half the rates back.",
    'p',
);

#[test]
fn two_councils_that_vote_on_one_night_stay_apart() {
    check(&[PELLAN_VOTE, SANDREY_VOTE, PELLAN_SHOPS]);
    check(&[SANDREY_VOTE, PELLAN_VOTE, PELLAN_SHOPS]);
}

#[test]
fn an_accident_is_followed_by_its_names() {
    check(&[
        (
            0,
            "Cable car falls at Mount Torsk, six dead",
            "MOUNT TORSK — Six people died on Sunday when a cabin of the Silverline cable car fell into a gorge, police said. \
             The cable broke near the upper station at 3:20 p.m., inspector Runa Feld told reporters. The Silverline, \
             built in 1971, carries skiers from Lower Torsk to the glacier. Rescue teams worked until dark.",
            't',
        ),
        (
            5,
            "“We heard a crack, then nothing”: witnesses of the gorge",
            "Skiers waiting for the Silverline saw the cabin swing and drop. “We heard a crack, then nothing,” said a \
             teacher from Lower Torsk. A guide climbed down and found two alive. Six others could not be helped.",
            't',
        ),
        (
            6,
            "Cable factory at Grelle burns down",
            "A fire destroyed the cable factory of Grelle on Sunday, police said. Nobody died. Fire teams worked until dark \
             to save the station next to it. Manager Ole Stamm said six lines had been lost.",
            'g',
        ),
        (
            30,
            "Operator knew of frayed rope, inspector says",
            "The company that runs the Silverline was warned in October of a frayed rope, inspector Runa Feld said on Monday. \
             Its records were taken from an office in Lower Torsk. The company said it would help. A memorial for the \
             six dead is planned at Mount Torsk.",
            't',
        ),
    ]);
}
