//! `build`: the page as a folder of files, for any host.

use super::{Exit, existing, library::Shelf, print, print_json, serve, show};
use crate::{
    cli::{Build, Common},
    engine::Clock,
};
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use standfirst_publish::{Site, build::build};
use standfirst_types::search::Query;
use std::{
    collections::BTreeSet,
    fs,
    io::{ErrorKind, IsTerminal, Write},
    path::{Component, Path, PathBuf},
};

/// The file that says a folder is ours, and which files in it are.
const MARKER: &str = ".standfirst-site";

pub(crate) async fn run(common: &Common, args: Build) -> Result<Exit> {
    let site = based(&args.base_url)?;
    let engine = existing(common).await?;
    let (theme, demo) = (serve::theme(&engine)?, matches!(engine.clock, Clock::Fixed(_)));
    let ours = show::site(&engine.config, engine.now())?;
    let site = Site { base_url: site.base_url, root: site.root, theme, demo, ..ours };
    let all = Query { after: Some(jiff::civil::date(1970, 1, 1)), ..Query::default() };
    let stories = engine.store.story_hits(&all, u32::MAX).await?;
    let shelf = Shelf::of(&engine);
    let mut folder = Folder::open(&args.output, MARKER)?;
    let bar = progress(common.quiet);
    let built = build(&shelf, &site, &stories, |path, content| {
        bar.set_message(path.to_owned());
        bar.inc(1);
        folder.write(path, content)
    });
    let built = built.await?;
    let (written, removed) = folder.close()?;
    bar.finish_and_clear();
    if args.json {
        print_json(
            &serde_json::json!({ "output": args.output, "built": built, "written": written, "removed": removed }),
        )?;
    } else {
        print(&format!(
            "{} stories, {} editions and {} originals are in {}: {} files, {written} of them new or changed, {removed} removed",
            built.stories,
            built.editions,
            built.originals,
            args.output.display(),
            built.files
        ))?;
    }
    Ok(Exit::Fine)
}

/// The public address, and the path that links begin with.
fn based(address: &str) -> Result<Site> {
    let url = url::Url::parse(address).ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
    let Some(url) = url.filter(|u| u.query().is_none() && u.fragment().is_none() && u.username().is_empty()) else {
        bail!("--base-url {address} is no address of a site; write for example https://news.example/daily");
    };
    let mut site = Site::new("", jiff::tz::TimeZone::UTC, jiff::Timestamp::UNIX_EPOCH);
    site.root = format!("{}/", url.path().trim_end_matches('/'));
    site.base_url = Some(url.as_str().trim_end_matches('/').to_owned());
    Ok(site)
}

/// One line that says which file is written, where a person is there to see it.
fn progress(quiet: bool) -> ProgressBar {
    let shown = !quiet && std::io::stderr().is_terminal();
    let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} files {elapsed:>5} {wide_msg}") {
        bar.set_style(style);
    }
    bar
}

/// The folder a site is built into.
pub(super) struct Folder {
    root: PathBuf,
    /// The file that says it is ours.
    marker: &'static str,
    /// What an earlier build left.
    before: BTreeSet<String>,
    now: BTreeSet<String>,
    written: usize,
}

impl Folder {
    /// A folder that is not there, empty, or ours.
    pub(super) fn open(root: &Path, marker: &'static str) -> Result<Self> {
        let no = || format!("cannot use {}; name a folder that can be written with --output", root.display());
        fs::create_dir_all(root).with_context(no)?;
        let before = match fs::read_to_string(root.join(marker)) {
            Ok(list) => list.lines().skip(1).map(str::to_owned).collect(),
            Err(e) if e.kind() == ErrorKind::NotFound && fs::read_dir(root).with_context(no)?.next().is_none() => {
                BTreeSet::new()
            }
            Err(e) if e.kind() == ErrorKind::NotFound => bail!(
                "{} holds files that are no site of ours, so nothing was written; name an empty folder, or a new one",
                root.display()
            ),
            Err(e) => return Err(e).with_context(no),
        };
        let folder = Self { root: root.to_owned(), marker, before, now: BTreeSet::new(), written: 0 };
        // Said first, so that a build that was stopped can be taken up.
        folder.mark(&folder.before)?;
        Ok(folder)
    }

    fn mark(&self, files: &BTreeSet<String>) -> Result<()> {
        let list: String = files.iter().map(|f| format!("{f}\n")).collect();
        let list = format!("A site built by standfirst, and its files.\n{list}");
        replace(&self.root.join(self.marker), list.as_bytes())
    }

    /// Writes a file, whole or not at all; one that is as it was is left alone.
    pub(super) fn write(&mut self, path: &str, content: &[u8]) -> Result<()> {
        self.now.insert(path.to_owned());
        let file = self.root.join(path);
        if fs::read(&file).is_ok_and(|old| old == content) {
            return Ok(());
        }
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make the folder {}", parent.display()))?;
        }
        self.written += 1;
        replace(&file, content)
    }

    /// Removes what an earlier build made and this one did not. Returns how many files were written and removed.
    pub(super) fn close(self) -> Result<(usize, usize)> {
        let mut removed = 0;
        for old in self.before.difference(&self.now) {
            let path = Path::new(old);
            // The list can be changed by anybody; it names files below the folder only.
            if path.components().all(|c| matches!(c, Component::Normal(_)))
                && fs::remove_file(self.root.join(path)).is_ok()
            {
                removed += 1;
                let parents = path.ancestors().skip(1).filter(|p| !p.as_os_str().is_empty());
                // Only an empty folder goes.
                let _gone = parents.take_while(|p| fs::remove_dir(self.root.join(p)).is_ok()).count();
            }
        }
        self.mark(&self.now)?;
        Ok((self.written, removed))
    }
}

/// Puts a file in its place by its name, so that whoever reads sees the old or the new.
fn replace(file: &Path, content: &[u8]) -> Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let write = || -> std::io::Result<()> {
        let mut new = tempfile::Builder::new().prefix(".standfirst-").tempfile_in(folder)?;
        new.write_all(content)?;
        readable(new.as_file())?;
        new.persist(file)?;
        Ok(())
    };
    write()
        .with_context(|| format!("cannot write {}; see whether the disk is full or the folder closed", file.display()))
}

/// A temporary file is its owner's alone; a page is for the web server too.
#[cfg(unix)]
fn readable(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}
