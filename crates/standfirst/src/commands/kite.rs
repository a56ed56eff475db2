//! `show --format kite`: the latest edition and the sections in the data shape of Kagi News, into a folder or to be read here.

use super::{build::Folder, library::Shelf, print, print_json};
use crate::engine::Engine;
use anyhow::{Result, bail};
use standfirst_publish::{kite, server::Library};
use standfirst_types::{Published, search::Query};
use std::path::Path;

/// The file that says a folder is such an export, and which files in it are.
const MARKER: &str = ".standfirst-kite";
/// Stories of a section.
const STORIES: u32 = 30;

/// An edition, or one story dressed as one, as a category file.
pub(crate) fn category(published: &Published) -> Result<()> {
    print_json(&kite::edition(published))
}

/// The index, the latest edition and each section as files of a folder.
pub(crate) async fn export(engine: &Engine, output: &Path) -> Result<()> {
    let shelf = Shelf::of(engine);
    let fault = |e: standfirst_publish::server::LibraryError| anyhow::anyhow!("{e}");
    let Some(latest) = shelf.latest().await.map_err(fault)? else {
        bail!("there is no edition yet; `standfirst run --once` composes one")
    };
    let sections = shelf.sections().await.map_err(fault)?;
    let names: Vec<String> = sections.iter().map(|s| s.name.clone()).collect();
    let files = kite::files(&names);
    let mut folder = Folder::open(output, MARKER)?;
    folder.write(kite::INDEX, &serde_json::to_vec(&kite::index(&latest, &names))?)?;
    let all = std::iter::once(None).chain(sections.iter().map(Some));
    let mut stories = 0;
    for (file, section) in files.iter().zip(all) {
        let category = match section {
            None => kite::edition(&latest),
            Some(section) => {
                let found = shelf.stories_found(Query::parse(&section.query), STORIES).await.map_err(fault)?;
                kite::section(&section.name, &latest, &found)
            }
        };
        stories += category.clusters.len();
        folder.write(file, &serde_json::to_vec(&category)?)?;
    }
    let (written, removed) = folder.close()?;
    print(&format!(
        "{stories} stories in {} categories are in {}: {} files, {written} of them new or changed, {removed} removed",
        files.len(),
        output.display(),
        files.len() + 1
    ))
}
