//! A sentence said again by a small model may be the one it was asked for cut and smoothed, and nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use standfirst_verify::keeps_to;

#[track_caller]
fn check(asked: &str, text: &str, stands: bool) {
    let off = keeps_to(asked, text);
    assert_eq!(off.is_none(), stands, "{text:?} of {asked:?}: {off:?}");
}

#[test]
fn what_may_come_and_go() {
    check(
        "A fundraiser is being held on Sunday for the pilot of the ferry.",
        "The fundraiser is being held for the pilot of the ferry.",
        true,
    );
    check("But engineers from Mörsk have now found the crack.", "Engineers from Mörsk have found the crack.", true);
    check("The mill, which was built in 1911, burned down on Monday night.", "The mill burned down.", true);
    check("The lamp was found in 1998 in a cave near Tarn.", "The lamp was found in a cave near Tarn.", true);
    check("The ferry visited Feyr nine times.", "The ferry has visited Feyr nine times.", true);
    check("Some guests stayed at home, usher Ada Vint said.", "Some guests stayed at home, Ada Vint said.", true);
    check("Some guests stayed at home, usher Ada Vint said.", "Ada Vint said some guests stayed at home.", true);
    check("The clerk confirms that the vote was fair.", "The clerk confirmed the vote was fair.", true);
    check("Velm leads the list while Tarn is last.", "Velm leads the list and Tarn is last.", true);
    check("Hald is driver for a firm of his mother.", "Hald is a driver for a firm of his mother.", true);
    check(
        "Pim Hald, 28, was held on Sunday on suspicion of theft.",
        "Pim Hald, 28, was held on suspicion of theft.",
        true,
    );
    check("The firm bought the mill in Orle.", "The company bought the mill in Orle.", true);
}

#[test]
fn what_may_not() {
    for (asked, text) in [
        ("The new jam keeps the toast warm and the crust soft.", "The new jam keeps the toast warm and soft."),
        ("It was charged 2 1/2 hours ago and is half full.", "It was charged 2 hours ago and is half full."),
        ("The council claims the rebels are paid from abroad.", "The rebels are paid from abroad."),
        ("Reportedly, the judge has not seen the letter.", "The judge has not seen the letter."),
        (
            "Doctors concluded evidence is strong that salt harms the heart.",
            "Doctors concluded that salt harms the heart.",
        ),
        (
            "The union read the plan otherwise, saying it hurts Tarn.",
            "The plan was read otherwise by the union and said it hurts Tarn.",
        ),
        ("We are not sure if Radio Orle will run the song.", "Radio Orle is not sure if they will run the song."),
        (
            "Lund, who was on the same train, praised the work on the dyke last spring.",
            "Lund, who was on the same train last spring, praised the work on the dyke.",
        ),
        (
            "The fiddle keeps the dance slow, even as the drums hurry on.",
            "The fiddle keeps the dance slow and even as the drums hurry on.",
        ),
        ("The band’s first record is out in June.", "Its first record is out in June."),
        ("Boats reached the island of Feyr on Monday.", "The boat reached the island of Feyr on Monday."),
        ("In mice, the salt cures the cough.", "The salt cures the cough."),
        ("The salt, in mice, cures the cough.", "The salt cures the cough."),
        ("The former mayor Ada Vint spoke in Tarn.", "Ada Vint, the mayor, spoke in Tarn."),
        ("The former mayor Ada Vint spoke in Tarn.", "Mayor Ada Vint spoke in Tarn."),
        ("The anti-Lund march ended in Tarn.", "The Lund march ended in Tarn."),
        ("East Norda won the cup in May.", "Norda won the cup in May."),
        ("The mill will close in May.", "The mill closed in May."),
        ("Ada Vint did not see the letter.", "Ada Vint did see the letter."),
        ("The dam may hold, unless the river rises.", "The dam may hold."),
        ("The dam holds, the mayor said.", "The dam holds."),
        ("A man carrying a lamp found the gate open.", "A man carried a lamp found the gate open."),
        ("The thief fled from the guard in a van.", "The guard fled from the thief in a van."),
        ("Orle plans to fly the cat home to its owner.", "The Orle plans to fly the cat home to its owner."),
        ("Farmers in Tarn want to plough in May.", "The farmers in Tarn want to plough in May."),
        ("Hald drives a cab for a firm of his mother, records show.", "Hald drives a cab for a firm of his mother."),
        ("Hald drives a cab for his mother, neighbours believe.", "Hald drives a cab for his mother."),
        ("The Harbour Fund of Velm lost two million crowns.", "The harbour fund of Velm lost two million crowns."),
        ("Ada Vint, said the clerk, lied to the council.", "Ada Vint said the clerk lied to the council."),
        ("The dam may hold through the night.", "The dam hold through the night."),
        ("The then-mayor of Tarn sold the mill.", "The mayor of Tarn sold the mill."),
        ("The man accused of theft in Tarn was freed.", "The man accuses of theft in Tarn was freed."),
        ("The mayor called it “a disaster” and left.", "The mayor called it and left."),
        ("The salt, through its effect on mice, cures the cough.", "The salt cures the cough."),
        ("Hald called Lund “the man who made me buy a boat”.", "Hald called Lund the man who made me buy a boat."),
        ("Calm people will find their way”, she added.", "Calm people will find their way."),
        ("Hald and Lund met in Tarn in 2016, Mr.", "Hald and Lund met in Tarn in 2016."),
        (
            "The bishop praised the plan for peace and call for talks.",
            "The bishop praised the plan for peace and called for talks.",
        ),
        ("Lower Orle, passed away on Friday at noon.", "Lower Orle passed away on Friday at noon."),
        ("Neighbours believe Pim Hald, 40, sold the boat.", "Pim Hald, 40, sold the boat."),
        ("Farmers want Ada Vint to run in May.", "Ada Vint to run in May."),
        ("More than 900 sheep a year are lost to foxes in Tarn.", "More than 900 sheep are lost to foxes in Tarn."),
        ("All farms but one in Tarn were sold.", "All farms in Tarn were sold."),
    ] {
        check(asked, text, false);
        check(asked, asked, true);
    }
}
