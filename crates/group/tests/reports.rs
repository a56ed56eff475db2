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

const TANKER: [Report; 3] = [
    (
        0,
        "Tanker Aurelia Bright runs aground off Kelm",
        "KELM, May 3 (Coast Wire) — The tanker Aurelia Bright ran aground off Kelm on Tuesday with 20,000 tonnes of oil, the \
         coastguard said. The crew of 22 were taken off by helicopter. Divers found a tear in the hull of four metres.",
        'k',
    ),
    (
        3,
        "Oil from the Aurelia Bright reaches Kelm beaches",
        "Oil from the tanker Aurelia Bright reached the beaches of Kelm on Tuesday evening. The coastguard laid booms across \
         the bay, and the town closed its bathing places. The crew are unhurt.",
        'k',
    ),
    (
        7,
        "Captain of stranded tanker questioned at Kelm",
        "The captain of the Aurelia Bright was questioned by the coastguard at Kelm for three hours. His tanker lies on the \
         rocks with oil in seven tanks. A tug is on its way.",
        'k',
    ),
];

#[test]
fn a_tale_told_in_other_words_is_bound_by_the_names_of_its_story() {
    let tale = (
        20,
        "What Old Marit saw from her kitchen",
        "Marit Sandoe was up early with her goats when the lights of the Aurelia Bright came too near. She rang the pastor, \
         who rang his brother. “I have lived here eighty years and nobody believed me,” she says, and pours coffee. Her \
         neighbour Jon Ask keeps twelve ducks in a bath now and washes them with soap, one after the other.",
        'k',
    );
    let stranger = (
        21,
        "Goat cheese takes dairy prize for fifth time",
        "Marit Lunde took the prize of the dairy show for the fifth time with a goat cheese washed in cider. Judges praised \
         its rind and its patience. Her neighbour came second, and twelve others were named.",
        'c',
    );
    let [a, b, c] = TANKER;
    check(&[a, b, c, tale, stranger]);
}

#[test]
fn one_desk_is_no_event() {
    check(&[
        TANKER[0],
        (
            1,
            "Ostera orchestra names first woman to lead it",
            "OSTERA, May 3 (Coast Wire) — The orchestra of Ostera on Tuesday named Ilka Ferrow its chief conductor, the first \
             woman in its 140 years. She will begin in autumn with a symphony by a living composer, the orchestra said.",
            'o',
        ),
    ]);
}
