//! Who stands for a text that several houses carry. Copies are held against the earliest page of a text, for that is what
//! was known when they came; what is shown of the set is the page of the agency that wrote it, once that page is there.

use crate::origin::is_agency;
use standfirst_types::{ArticleId, Member, MemberKind};
use std::collections::BTreeMap;

/// Puts the agency's own page in front of each set of copies that credits it: it becomes the original, and every other
/// page of the set, the earliest too, a copy of it. Sets that credit nobody, and sets without the agency's own page, stay
/// as they are. The number of independent voices never rises by it. `O(n log n)`.
pub fn represent(members: &mut [Member]) {
    let mut fronts: BTreeMap<ArticleId, (ArticleId, String)> = BTreeMap::new();
    for root in members.iter().filter(|m| m.kind == MemberKind::Original) {
        let set = || members.iter().filter(|m| m.article == root.article || m.kind == MemberKind::CopyOf(root.article));
        let Some(agency) = set().find_map(|m| m.wire.clone()) else { continue };
        if let Some(front) = set().find(|m| is_agency(&m.family, &agency)) {
            fronts.insert(root.article, (front.article, agency));
        }
    }
    for member in members {
        let root = match member.kind {
            MemberKind::Original => member.article,
            MemberKind::CopyOf(of) => of,
        };
        let Some((front, agency)) = fronts.get(&root) else { continue };
        if member.article == *front {
            member.kind = MemberKind::Original;
            member.wire = Some(agency.clone());
        } else {
            member.kind = MemberKind::CopyOf(*front);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A member: name, whose copy, family, wire.
    type Row = (&'static str, Option<&'static str>, &'static str, Option<&'static str>);

    fn member(&(name, of, family, wire): &Row) -> Member {
        let id = |name: &str| ArticleId::of(&[name.as_bytes()]);
        let kind = of.map_or(MemberKind::Original, |of| MemberKind::CopyOf(id(of)));
        let first = Member::first(id(name), kind, family, jiff::Timestamp::UNIX_EPOCH);
        Member { wire: wire.map(str::to_owned), ..first }
    }

    #[track_caller]
    fn check(before: &[Row], after: &[Row]) {
        let mut members: Vec<Member> = before.iter().map(member).collect();
        represent(&mut members);
        assert_eq!(members, after.iter().map(member).collect::<Vec<_>>());
    }

    #[test]
    fn the_agency_stands_for_its_text() {
        let wire = Some("Meridian Wire");
        check(
            &[
                ("a", None, "post.example", wire),
                ("b", Some("a"), "meridian-wire.example", None),
                ("c", Some("a"), "kelp.example", wire),
                ("d", None, "own.example", None),
            ],
            &[
                ("a", Some("b"), "post.example", wire),
                ("b", None, "meridian-wire.example", wire),
                ("c", Some("b"), "kelp.example", wire),
                ("d", None, "own.example", None),
            ],
        );
        let same = |rows: &[Row]| check(rows, rows);
        same(&[("a", None, "post.example", wire), ("c", Some("a"), "kelp.example", wire)]);
        same(&[("a", None, "post.example", None), ("b", Some("a"), "meridian-wire.example", None)]);
        same(&[("a", None, "meridian-wire.example", wire), ("b", Some("a"), "post.example", None)]);
        same(&[("b", Some("gone"), "meridian-wire.example", wire)]);
        same(&[]);
    }

    #[test]
    fn a_page_that_credits_nobody_is_led_by_the_credit_of_a_copy() {
        check(
            &[("a", None, "post.example", None), ("b", Some("a"), "apnews.com", Some("AP"))],
            &[("a", Some("b"), "post.example", None), ("b", None, "apnews.com", Some("AP"))],
        );
    }
}
