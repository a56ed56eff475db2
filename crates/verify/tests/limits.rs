//! Words that limit, left out: a former mayor is no mayor, and what holds for small farms does not hold for farms.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::check;

#[test]
fn what_is_not_quite_what_it_is_called_stays_so() {
    for (source, text) in [
        ("The former mayor of Orle opened the fair on Sunday.", "The mayor of Orle opened the fair on Sunday."),
        ("Police in Velm arrested the alleged thief on Monday.", "Police in Velm arrested the thief on Monday."),
        ("The so-called doctor treated nine people in Tarn.", "The doctor treated nine people in Tarn."),
        ("A fake policeman stopped the bus near Orle at noon.", "A policeman stopped the bus near Orle at noon."),
        ("The acting head of the bank left on Friday.", "The head of the bank left on Friday."),
        ("Her ex-husband sold the house in Velm.", "Her husband sold the house in Velm."),
        ("The boy nearly drowned in the harbour of Mörsk.", "The boy drowned in the harbour of Mörsk."),
        ("The bridge was partly destroyed by the flood in May.", "The bridge was destroyed by the flood in May."),
        ("The partial collapse of the hall hurt two men.", "The collapse of the hall hurt two men."),
        ("Only members of the club voted on the sale.", "Members of the club voted on the sale."),
        (
            "Lena Hult is the first woman to win the cup of Vallmark.",
            "Lena Hult is the woman to win the cup of Vallmark.",
        ),
        ("The attempted theft of the statue was filmed in Orle.", "The theft of the statue was filmed in Orle."),
        ("The planned sale of the mill angered the union.", "The sale of the mill angered the union."),
        ("The ferry sometimes sails at night in summer.", "The ferry sails at night in summer."),
    ] {
        check(source, text, false);
        check(source, source, true);
    }
}

#[test]
fn a_part_is_not_the_whole() {
    for (source, text) in [
        ("Part of the bridge collapsed on Monday.", "The bridge collapsed on Monday."),
        ("Some of the ferries to Mörsk were cancelled on Sunday.", "The ferries to Mörsk were cancelled on Sunday."),
        ("Most shops in Orle closed at noon on Friday.", "Shops in Orle closed at noon on Friday."),
        ("The lack of rain worries the farmers of Tarn.", "The rain worries the farmers of Tarn."),
    ] {
        check(source, text, false);
    }
}

#[test]
fn what_holds_for_some_of_a_kind_does_not_hold_for_all() {
    for (source, text) in [
        ("A good solar company must train its own fitters.", "A solar company must train its own fitters."),
        ("A tired driver is a danger on the road.", "A driver is a danger on the road."),
        ("Small farms are exempt from the new tax.", "Farms are exempt from the new tax."),
        ("All private cars will be banned from the square.", "All cars will be banned from the square."),
        ("No foreign ships were hit in the storm.", "No ships were hit in the storm."),
        ("The island has no private lake and one road.", "The island has no lake and one road."),
    ] {
        check(source, text, false);
    }
    // of one of a kind less may be said
    check("A small fire broke out in the mill on Monday.", "A fire broke out in the mill on Monday.", true);
    check("The old mill was sold to the town in May.", "The mill was sold to the town in May.", true);
}
