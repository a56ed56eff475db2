//! Links of a page made relative, and those that lead to no page of the site taken away.
//!
//! It reads our own pages only. There the one formatter escapes every quotation mark of a text, so ` href="` and ` src="` stand
//! only where an attribute begins.

use std::collections::BTreeSet;

/// The paths there are: files by name, pages by that of their folder.
#[derive(Debug, Default)]
pub(super) struct Links {
    paths: BTreeSet<String>,
}

impl Links {
    pub(super) fn add(&mut self, paths: impl IntoIterator<Item = String>) {
        self.paths.extend(paths);
    }

    /// A page that lies as `index.html` in the folder `folder`, with its links that begin with `root` made relative.
    pub(super) fn relative(&self, html: &str, folder: &str, root: &str) -> String {
        let depth = if folder.is_empty() { 0 } else { folder.split('/').count() };
        let up = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
        self.leading(html, &up, root)
    }

    /// A page with its links that begin with `root` leading to files, from `up` on. A link to what is not there loses its
    /// address and is words. Linear.
    pub(super) fn leading(&self, html: &str, up: &str, root: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some((start, name)) = next(rest) {
            let (before, after) = rest.split_at(start);
            let value = after.get(name.len()..).unwrap_or_default();
            let (value, tail) = value.split_once('"').unwrap_or((value, ""));
            out.push_str(before);
            match value.strip_prefix(root).map(|path| self.target(path)) {
                None => out.extend([name, value, "\""]),
                Some(Some(target)) => out.extend([name, up, &target, "\""]),
                Some(None) => {}
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    /// The file a path leads to, with its query and fragment.
    fn target(&self, path: &str) -> Option<String> {
        let end = path.find(['?', '#']).unwrap_or(path.len());
        let (path, rest) = path.split_at(end);
        let name = path.rsplit('/').next().unwrap_or_default();
        match path {
            "" => Some(format!("index.html{rest}")),
            path if !self.paths.contains(path) => None,
            path if name.contains('.') => Some(format!("{path}{rest}")),
            path => Some(format!("{path}/index.html{rest}")),
        }
    }
}

/// Where the next attribute with an address begins, and its name.
fn next(html: &str) -> Option<(usize, &'static str)> {
    let names = [" href=\"", " src=\"", " data-find=\""];
    names.into_iter().filter_map(|name| Some((html.find(name)?, name))).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_files() {
        let mut links = Links::default();
        links.add(["about", "s/abc", "s/abc.json", "style.css"].map(str::to_owned));
        let check = |folder: &str, root: &str, html: &str, expected: &str| {
            assert_eq!(links.relative(html, folder, root), expected, "{html}");
        };
        check("", "/", "<a href=\"/about\">x</a>", "<a href=\"./about/index.html\">x</a>");
        check("", "/", "<a href=\"/\">x</a>", "<a href=\"./index.html\">x</a>");
        check("s/abc", "/n/", "<a class=\"k\" href=\"/n/#m\">", "<a class=\"k\" href=\"../../index.html#m\">");
        check("s/abc", "/n/", "<a href=\"/n/s/abc#at7\">", "<a href=\"../../s/abc/index.html#at7\">");
        check("about", "/", "<link href=\"/style.css?v=1\">", "<link href=\"../style.css?v=1\">");
        check("about", "/", "<a href=\"/s/abc.json\">", "<a href=\"../s/abc.json\">");
        check("about", "/", "<a href=\"/login\" rel=\"x\">", "<a rel=\"x\">");
        check("about", "/n/", "<a href=\"https://a.example/\">", "<a href=\"https://a.example/\">");
        check("about", "/", "<a href=\"#main\">", "<a href=\"#main\">");
        check("about", "/", "said href=&quot;/x&quot;", "said href=&quot;/x&quot;");
    }
}
