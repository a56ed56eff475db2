//! The tree: the packages of the workspace as cargo sees them, and the files that people write.

use serde::Deserialize;
use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    process::Command,
};

/// Something that is not as it must be, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Path from the root.
    pub file: String,
    /// Line from 1, where one line is to blame.
    pub line: Option<usize>,
    /// The fault and the remedy.
    pub fault: String,
}

impl Complaint {
    /// A complaint about a file as a whole.
    pub fn file(file: &str, fault: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, fault: fault.into() }
    }

    /// A complaint about a line, counted from 1.
    pub fn line(file: &str, line: usize, fault: impl Into<String>) -> Self {
        Self { file: file.into(), line: Some(line), fault: fault.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.fault),
            None => write!(f, "{}: {}", self.file, self.fault),
        }
    }
}

/// A dependency as a manifest declares it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Dependency {
    /// The package it names.
    pub name: String,
    /// `None` for a normal one, else `dev` or `build`.
    pub kind: Option<String>,
}

impl Dependency {
    /// Only for tests, benchmarks and examples.
    pub fn dev(&self) -> bool {
        self.kind.as_deref() == Some("dev")
    }
}

/// A member of the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Package {
    /// Cargo's opaque id.
    #[serde(default)]
    pub id: String,
    /// E.g. `standfirst-read`.
    pub name: String,
    /// E.g. `0.1.0`.
    pub version: String,
    /// Path of its `Cargo.toml` from the root.
    pub manifest_path: String,
    /// One line.
    pub description: Option<String>,
    /// SPDX expression.
    pub license: Option<String>,
    /// Direct dependencies of every kind.
    pub dependencies: Vec<Dependency>,
}

/// A file that people write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// Path from the root, parted by `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What the checks look at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Members of the workspace.
    pub packages: Vec<Package>,
    /// Ids of the members that plain `cargo test` takes.
    pub default_members: Vec<String>,
    /// Text files that people write, sorted by path.
    pub files: Vec<File>,
    /// Every path there is, also of files that are no text, sorted.
    pub paths: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_default_members: Vec<String>,
}

/// Folders that hold what people write; a build folder or a user's data next to them is not looked at.
const FOLDERS: &[&str] = &[".ci", "crates", "demo", "docs", "fuzz", "quality", "xtask"];

/// Endings of files that are read as text.
const TEXTS: &[&str] = &["rs", "toml", "md", "py", "sql", "css", "js", "json"];

impl Tree {
    /// Reads the workspace this crate lies in. Needs no network.
    ///
    /// # Errors
    /// When cargo cannot describe the workspace or a file cannot be read.
    pub fn load() -> io::Result<Self> {
        Self::at(&root())
    }

    /// Reads the workspace at a root.
    ///
    /// # Errors
    /// As [`Tree::load`].
    pub fn at(root: &Path) -> io::Result<Self> {
        let mut tree = Self::metadata(root)?;
        tree.folder(root, root, 0)?;
        tree.paths.sort();
        tree.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    /// The file at a path from the root.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|f| f.path == path).map(|f| f.text.as_str())
    }

    /// The Rust files of the workspace.
    pub fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|f| f.path.ends_with(".rs"))
    }

    /// The Rust files that are compiled into the product: under a `src`, and no tests.
    pub fn product(&self) -> impl Iterator<Item = &File> {
        self.rust().filter(|f| f.path.contains("/src/") && !f.path.ends_with("tests.rs") && !f.path.contains("/tests/"))
    }

    fn metadata(root: &Path) -> io::Result<Self> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
            .current_dir(root)
            .output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(io::Error::other(format!("cargo metadata failed in {}: {said}", root.display())));
        }
        let mut found: Metadata = serde_json::from_slice(&output.stdout)?;
        for package in &mut found.packages {
            let path = Path::new(&package.manifest_path);
            package.manifest_path = slashed(path.strip_prefix(root).unwrap_or(path));
        }
        Ok(Self { packages: found.packages, default_members: found.workspace_default_members, ..Self::default() })
    }

    fn folder(&mut self, root: &Path, folder: &Path, depth: usize) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (path, kind, name) = (entry.path(), entry.file_type()?, entry.file_name());
            let name = name.to_string_lossy();
            if kind.is_dir() {
                let ours =
                    if depth == 0 { FOLDERS.contains(&&*name) } else { name != "target" && name != "__pycache__" };
                if ours {
                    self.folder(root, &path, depth + 1)?;
                }
            } else if kind.is_file() {
                let relative = slashed(path.strip_prefix(root).unwrap_or(&path));
                if TEXTS.iter().any(|ending| name.ends_with(&format!(".{ending}"))) || relative == ".ci/run" {
                    let text = fs::read_to_string(&path)
                        .map_err(|e| io::Error::new(e.kind(), format!("{relative} cannot be read as text: {e}")))?;
                    self.files.push(File { path: relative.clone(), text });
                }
                self.paths.push(relative);
            }
        }
        Ok(())
    }
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

fn slashed(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
impl Tree {
    /// A small tree to feed to a check: files by path and text.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File { path: (*path).into(), text: (*text).into() };
        let paths = files.iter().map(|(path, _)| (*path).into()).collect();
        Self { files: files.iter().map(file).collect(), paths, ..Self::default() }
    }

    /// Adds a package; a dependency is written `name` or `dev:name`.
    pub(crate) fn with(mut self, name: &str, dependencies: &[&str]) -> Self {
        let dependency = |text: &&str| match text.split_once(':') {
            Some((kind, name)) => Dependency { name: name.into(), kind: Some(kind.into()) },
            None => Dependency { name: (*text).into(), kind: None },
        };
        self.packages.push(Package {
            id: name.into(),
            name: name.into(),
            version: "0.1.0".into(),
            manifest_path: format!("crates/{}/Cargo.toml", name.trim_start_matches("standfirst-")),
            dependencies: dependencies.iter().map(dependency).collect(),
            ..Package::default()
        });
        self
    }
}
