//! Dates: what is read is of a year that a page can have, and a machine form reads the same when written again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use standfirst_read::dates::{Order, in_address, machine, written, written_in};

fuzz_target!(|text: &str| {
    let _ = (in_address(text), written(text), written_in(text, Order::DayFirst), written_in(text, Order::MonthFirst));
    if let Some(moment) = machine(text) {
        assert!((1989..=2101).contains(&moment.local_date().year()));
        assert_eq!(machine(&moment.to_string()).map(|m| m.when), Some(moment.when), "{text:?}");
    }
});
