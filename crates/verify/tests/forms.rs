//! What a model was seen to do to single sentences, in our own words about invented places: the words are there, and another
//! form of one, or a small word from nowhere, says something else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::check;

#[test]
fn one_is_not_many() {
    check(
        "Boats of the coast guard reached the island of Feyr, but left without them.",
        "The boat of the coast guard reached the island of Feyr, but left without them.",
        false,
    );
    check("The storm sank a ferry near Orle on Monday.", "The storm sank ferries near Orle on Monday.", false);
    check("The council sold two mills in Tarn and the hall.", "The council sold the mill in Tarn and the hall.", false);
    check("The firm plans to close the mill in Tarn.", "The firm is to close the mill in Tarn, as it plans.", false);
    check(
        "Lena Hult ran 40 miles for the school in Velm.",
        "Lena Hult ran 40 miles for the school in Velm on her own.",
        false,
    );
}

#[test]
fn a_decade_is_no_year() {
    check(
        "The yard was founded by the Hald family in the 1990s.",
        "The yard was founded by the Hald family in 1990.",
        false,
    );
    check(
        "The yard was founded by the Hald family in 1990.",
        "The yard was founded by the Hald family in the 1990s.",
        false,
    );
}

#[test]
fn a_pronoun_stands_for_nobody_else() {
    check(
        "Radio Orle has clips of the songs that will open the quartet’s first two records in June.",
        "Radio Orle has clips of the songs that will open its first two records in June.",
        false,
    );
    check(
        "The mayor met the widow at the widow’s house in Tarn.",
        "The mayor met the widow at her house in Tarn.",
        false,
    );
}

#[test]
fn and_comes_not_from_nowhere() {
    check(
        "The fiddle keeps the dance slow, even as the drums hurry on.",
        "The fiddle keeps the dance slow and even as the drums hurry on.",
        false,
    );
    check("A guard walking by the lock saw the boat sink.", "A guard walked by the lock and saw the boat sink.", true);
}

#[test]
fn one_verb_too_many_is_no_sentence() {
    check(
        "A poster praising the ferry there is known for its green ink.",
        "A poster praises the ferry there is known for its green ink.",
        false,
    );
    check(
        "A man carrying a lamp found the gate open at dawn.",
        "A man carried a lamp found the gate open at dawn.",
        false,
    );
}

#[test]
fn a_hedge_beside_a_speaker_takes_not_its_place() {
    check(
        "The pilot is expected in court at two, according to the clerk of Velm.",
        "The pilot is expected in court at two.",
        false,
    );
    check("The bridge may open in May, the engineer said.", "The bridge may open in May.", false);
    check("The bridge may open in May, the engineer said.", "The bridge may open in May, the engineer said.", true);
}

#[test]
fn a_title_without_its_name_ends_nothing() {
    check(
        "The likeliest to follow Ada Vint, at least in the view of the clerk, is Sen.",
        "The likeliest to follow Ada Vint is Sen.",
        false,
    );
}

#[test]
fn whose_belief_it_is_stays() {
    check("Neighbours believe Pim Hald sold the boat on Friday.", "Pim Hald sold the boat on Friday.", false);
    check("Tarn’s councillors claim the rebels are paid from abroad.", "The rebels are paid from abroad.", false);
    check("A new study suggests the salt cures the cough of mice.", "The salt cures the cough of mice.", false);
    check(
        "Neighbours believe Pim Hald sold the boat on Friday.",
        "Neighbours believe that Pim Hald sold the boat on Friday.",
        true,
    );
}
