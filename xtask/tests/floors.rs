//! The floors of the repository can be read, and every figure passed when its floor was set.

#[test]
fn every_figure_stands_on_its_floor() {
    let floors = xtask::floors::repository().unwrap_or_else(|fault| panic!("{fault}"));
    for floor in &floors.floors {
        assert!(floor.passes(floor.measured), "{}", floor.name);
        assert!(xtask::floor(&floor.name).is_ok_and(|value| value == floor.floor), "{}", floor.name);
    }
}
