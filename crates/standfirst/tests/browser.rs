//! The real binary's pages in a real browser: reading, evidence, keys, search, marks, the dark, a phone, no script, the door;
//! every kind of page without a fault that axe-core knows. Pictures of all of it in `target/pages`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

#[path = "../../publish/tests/browser/mod.rs"]
mod browser;
mod common;

use browser::{Browser, DESK, Eye, PHONE};
use common::{House, server::Server};
use serde_json::json;

#[tokio::test]
async fn pages_in_a_browser() {
    let Some(b) = Browser::start().await else { return };
    let house = House::new();
    let demo = Server::start(&house, &["demo", "--day", "2", "--newswire-port", "0", "--listen", "127.0.0.1:0"]);
    let url = demo.url.as_str();
    reads(&b, url).await;
    tours_by_keys(&b, url).await;
    marks(&b, url).await;
    searches(&b, url).await;
    reports(&b, url).await;
    dark_and_sepia(&b, url).await;
    phone(&b, url).await;
    without_script(&b, url).await;
    accessible(&b, url).await;
    drop(demo);
    door(&b, &house).await;
}

async fn first_story(b: &Browser, url: &str) -> String {
    b.open(url).await;
    b.run("return document.querySelector('a.open').href").await.as_str().unwrap().to_owned()
}

async fn reads(b: &Browser, url: &str) {
    b.look(DESK).await;
    b.open(url).await;
    b.picture("edition", true).await;
    assert_eq!(b.run("return document.querySelector('.end').textContent").await, "That is all.");
    let stories = b.run("return document.querySelectorAll('.teaser').length").await.as_u64().unwrap();
    assert!((5..=12).contains(&stories), "{stories} stories");
    // A line of text holds 60 to 75 characters.
    let line = "const p = document.querySelector('.tease'); const r = document.createRange(); r.selectNodeContents(p); \
                return p.textContent.length / new Set([...r.getClientRects()].map(x => Math.round(x.top))).size";
    let story = first_story(b, url).await;
    let _few_lines = b.run(line).await;
    b.open(&story).await;
    b.picture("story", true).await;
    b.run("document.querySelector('.tldr .mark').click()").await;
    b.until("the evidence opens", "return !!document.querySelector('.evidence:popover-open mark')").await;
    b.picture("evidence", false).await;
    let beside = "const e = document.querySelector('.evidence:popover-open').getBoundingClientRect(), t = document.querySelector('.tldr').getBoundingClientRect(); return e.left >= t.right - 40 && e.right <= innerWidth";
    assert_eq!(b.run(beside).await, true, "in the margin, beside the text");
    // One style sheet, one script, nothing from elsewhere, and little of it.
    let loaded = b
        .run("return performance.getEntriesByType('resource').filter(r => r.initiatorType != 'other').map(r => r.name)")
        .await;
    let names: Vec<&str> = loaded.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
    assert!(names.iter().all(|n| n.starts_with(url)), "{names:?}");
    for (kind, most) in [(".css", 1), (".js", 1)] {
        assert!(names.iter().filter(|n| n.split('?').next().unwrap().ends_with(kind)).count() <= most, "{names:?}");
    }
    let bytes = b.run("return performance.getEntriesByType('navigation')[0].transferSize").await.as_u64().unwrap();
    assert!(bytes <= 60_000, "the story page is {bytes} bytes over the wire");
}

async fn tours_by_keys(b: &Browser, url: &str) {
    b.open(url).await;
    b.keys("jjk").await;
    let at = "return [...document.querySelectorAll('a.open')].indexOf(document.activeElement)";
    assert_eq!(b.run(at).await, 0, "down, down, up");
    b.keys("j").await;
    assert_eq!(b.run(at).await, 1);
    b.keys("k").await;
    // With a modifier a key is the browser's own.
    let ctrl = json!({ "type": "keyDown", "key": "j", "text": "j", "modifiers": 2 });
    b.cdp("Input.dispatchKeyEvent", ctrl).await;
    assert_eq!(b.run(at).await, 0);
    b.keys("o").await;
    b.until("the story opens", "return !!document.querySelector('article.story')").await;
    b.keys("nn").await;
    assert_eq!(b.run("return document.activeElement.className").await, "mark");
    b.keys("e").await;
    b.until("its evidence opens", "return !!document.querySelector('.evidence:popover-open')").await;
    b.keys("n").await;
    b.until("the next takes its place", "return document.querySelectorAll('.evidence:popover-open').length == 1").await;
    b.keys("e").await;
    b.until("it closes", "return !document.querySelector('.evidence:popover-open')").await;
    b.keys("j").await;
    assert_eq!(b.run("return document.activeElement.tagName").await, "H2");
    b.keys("?").await;
    b.until("the keys are shown", "return document.querySelector('#keys').matches(':popover-open')").await;
    b.picture("keys", false).await;
    b.keys("?u").await;
    b.until("back to the edition", "return !!document.querySelector('main.edition')").await;
    b.keys("/").await;
    b.until("the search", "return document.activeElement?.id == 'q'").await;
}

async fn marks(b: &Browser, url: &str) {
    b.open(url).await;
    b.keys("js").await;
    b.until(
        "the first story is saved",
        "return document.querySelector('.teaser button[data-mark=saved]')?.textContent == 'Saved'",
    )
    .await;
    b.keys("jm").await;
    b.until("and read", "return !!document.querySelector('.teaser.seen')").await;
    b.open(&format!("{url}/saved")).await;
    assert_eq!(b.run("return document.querySelectorAll('.hit').length").await, 1);
    b.picture("saved", false).await;
    b.open(url).await;
    b.run("document.querySelector('.teaser:last-of-type button[data-mark=muted]').click()").await;
    b.until("one is muted", "return !!document.querySelector('.muted')").await;
    b.run("document.querySelector('.muted button').click()").await;
    b.until("and shown again", "return !document.querySelector('.muted')").await;
}

async fn searches(b: &Browser, url: &str) {
    b.open(&format!("{url}/search")).await;
    b.picture("search-help", false).await;
    let word = "const w = document.querySelector('h1'); return !!w";
    assert_eq!(b.run(word).await, true);
    b.open(url).await;
    let headline = b.run("return document.querySelector('a.open').textContent").await.as_str().unwrap().to_owned();
    let word =
        headline.split_whitespace().max_by_key(|w| w.len()).unwrap().trim_matches(|c: char| !c.is_alphanumeric());
    b.open(&format!("{url}/search")).await;
    b.run(&format!("document.querySelector('#q').value = {}; document.querySelector('.find').submit()", json!(word)))
        .await;
    b.until("hits", "return document.querySelectorAll('.hit').length > 1 && !!document.querySelector('.hit mark')")
        .await;
    b.picture("search", false).await;
    let asked = format!("{url}/search?q={}", "%3Cb%3E%22%29%20OR%20NEAR%28");
    b.open(&asked).await;
    assert_eq!(b.run("return document.querySelectorAll('main b').length").await, 0);
    b.open(&format!("{url}/search?q={word}")).await;
    b.run("document.querySelector('details').open = true; document.querySelector('#name').value = 'Kept “here”'; document.querySelector('details [type=checkbox]').checked = true; document.querySelector('details form').submit()").await;
    b.until(
        "the section",
        "return location.pathname.startsWith('/t/') && document.querySelector('h1').textContent == 'Kept “here”'",
    )
    .await;
    b.picture("section", false).await;
    b.open(url).await;
    b.until(
        "its stories are marked",
        "return !!document.querySelector('.kicker a.tag') && !!document.querySelector('nav.sections a')",
    )
    .await;
}

async fn reports(b: &Browser, url: &str) {
    let story = first_story(b, url).await;
    b.open(&format!("{story}/report?mark=1")).await;
    b.picture("report", false).await;
    b.run("document.querySelector('textarea').value = 'The number is <b>wrong</b>.'; document.querySelector('form.door').submit()").await;
    b.until("it is taken", "return document.querySelector('h1').textContent == 'Reported'").await;
    b.open(&format!("{url}/corrections")).await;
    b.picture("corrections", false).await;
    let shown = "return document.querySelector('main').textContent.includes('The number is <b>wrong</b>.')";
    assert_eq!(b.run(shown).await, true);
    b.run("document.querySelector('form.inline').submit()").await;
    b.until("and closed", "return document.querySelector('main').textContent.includes('No report is open')").await;
}

async fn dark_and_sepia(b: &Browser, url: &str) {
    let story = first_story(b, url).await;
    b.look(Eye { dark: true, ..DESK }).await;
    b.open(url).await;
    b.picture("edition-dark", true).await;
    b.open(&story).await;
    b.run("document.querySelector('.tldr .mark').click()").await;
    b.picture("story-dark", false).await;
    b.look(DESK).await;
    b.open(&story).await;
    b.run("const f = document.querySelector('form.look'); f.theme.value = 'sepia'; f.size.value = 'large'; f.submit()")
        .await;
    b.until(
        "it is sepia and large",
        "return document.documentElement.dataset.theme == 'sepia' && document.documentElement.dataset.size == 'large'",
    )
    .await;
    b.picture("story-sepia", false).await;
    b.run("const f = document.querySelector('form.look'); f.theme.value = 'auto'; f.size.value = 'medium'; f.submit()")
        .await;
    b.until("and as before", "return !document.documentElement.dataset.theme").await;
}

async fn phone(b: &Browser, url: &str) {
    let story = first_story(b, url).await;
    b.look(PHONE).await;
    for (name, address) in
        [("phone-edition", url), ("phone-story", &story), ("phone-search", &format!("{url}/search?q=the"))]
    {
        b.open(address).await;
        b.picture(name, true).await;
        let wide = b.run("return document.documentElement.scrollWidth - innerWidth").await.as_i64().unwrap();
        assert!(wide <= 0, "{name} is {wide} px too wide");
    }
    b.open(&story).await;
    b.run("document.querySelector('.tldr .mark').click()").await;
    b.until("the evidence opens", "return !!document.querySelector('.evidence:popover-open')").await;
    b.picture("phone-evidence", false).await;
    b.look(DESK).await;
}

async fn without_script(b: &Browser, url: &str) {
    let story = first_story(b, url).await;
    b.look(Eye { script: false, ..DESK }).await;
    b.open(&story).await;
    let mark = b.client.find(fantoccini::Locator::Css(".tldr .mark")).await.unwrap();
    mark.click().await.unwrap();
    b.until("the evidence opens by the browser alone", "return !!document.querySelector('.evidence:popover-open')")
        .await;
    b.picture("story-no-script", false).await;
    b.open(&story).await;
    let save = b.client.find(fantoccini::Locator::Css(".tools button[data-mark=read]")).await.unwrap();
    let before = save.text().await.unwrap();
    save.click().await.unwrap();
    b.until(
        "the mark changes",
        &format!("return document.querySelector('.tools button[data-mark=read]').textContent != {}", json!(before)),
    )
    .await;
    b.look(DESK).await;
}

async fn accessible(b: &Browser, url: &str) {
    let story = first_story(b, url).await;
    b.open(&story).await;
    let original = b.run("return document.querySelector('.originals a[href*=\"/original/\"]').href").await;
    let mut pages: Vec<String> = [
        "",
        "/search",
        "/search?q=the",
        "/saved",
        "/archive",
        "/feeds",
        "/ledger",
        "/corrections",
        "/api",
        "/decisions",
        "/about",
        "/setup",
        "/login",
        "/nothing",
        "/t/Kept%20%E2%80%9Chere%E2%80%9D",
    ]
    .map(|p| format!("{url}{p}"))
    .into();
    pages.extend([
        story.clone(),
        original.as_str().unwrap().to_owned(),
        format!("{story}/report?mark=1"),
        format!("{story}/why"),
    ]);
    valid(b, &pages).await;
    for eye in [DESK, Eye { dark: true, ..DESK }, PHONE] {
        b.look(eye).await;
        for page in &pages {
            b.open(page).await;
            if *page == story {
                b.run("document.querySelector('.tldr .mark').click()").await;
            }
            let Some(faults) = b.axe().await else { return };
            assert!(faults.is_empty(), "{page}: {faults:#?}");
        }
    }
    b.look(DESK).await;
}

/// Every kind of page, as its owner gets it, without an error that the Nu checker knows.
async fn valid(b: &Browser, pages: &[String]) {
    let Some(checker) = browser::nu_checker() else { return };
    let folder = tempfile::tempdir().unwrap();
    for (n, page) in pages.iter().enumerate() {
        b.open(page).await;
        let get =
            "const r = new XMLHttpRequest(); r.open('GET', location.href, false); r.send(); return r.responseText";
        let html = b.run(get).await.as_str().unwrap().to_owned();
        assert!(html.starts_with("<!doctype html>"), "{page}");
        std::fs::write(folder.path().join(format!("{n}.html")), html).unwrap();
    }
    let said = std::process::Command::new("java")
        .args(["-jar", checker.to_str().unwrap(), "--skip-non-html", "--format", "text"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(said.status.success(), "{}\n{pages:#?}", String::from_utf8_lossy(&said.stderr));
}

async fn door(b: &Browser, house: &House) {
    house.run_with_input(&["password"], b"heron on the weir\n").expect(0, "The password is set");
    let server =
        Server::start(house, &["serve", "--read-only", "--listen", "127.0.0.1:0", "--set", "access.reading=private"]);
    b.open(&format!("{}/archive", server.url)).await;
    b.until("the door", "return location.pathname == '/login'").await;
    b.run("document.querySelector('#password').value = 'heron'; document.querySelector('form.door').submit()").await;
    b.until("it stays shut", "return !!document.querySelector('#fault')").await;
    b.picture("login", false).await;
    if let Some(faults) = b.axe().await {
        assert!(faults.is_empty(), "{faults:#?}");
    }
    b.run(
        "document.querySelector('#password').value = 'heron on the weir'; document.querySelector('form.door').submit()",
    )
    .await;
    b.until("it leads to where one wanted", "return location.pathname == '/archive'").await;
    assert_eq!(b.run("return document.cookie").await, "", "scripts do not see the session");
    b.run("document.querySelector('form[action$=logout]').submit()").await;
    b.until("out again", "return location.pathname == '/login'").await;
}

/// The newsletter's pages: what axe finds, and that one signs up, chooses and leaves without script.
#[tokio::test]
async fn the_newsletter_in_a_browser() {
    let Some(b) = Browser::start().await else { return };
    let (house, smtp) = (House::new(), common::smtp::FakeSmtp::well());
    let sets = smtp.sets();
    let sets: Vec<&str> = sets.iter().map(String::as_str).chain(["--set", "sections.Sea=ferry"]).collect();
    let server = Server::start(&house, &[&["serve", "--read-only", "--listen", "127.0.0.1:0"], &sets[..]].concat());
    house.run(&["subscribers", "add", "ida@reader.example", "--confirmed"]).expect(0, "1 added");
    let form = format!("{}/newsletter", server.url.trim_end_matches('/'));
    b.open(&form).await;
    let store = standfirst_store::Store::open(&house.data().join("standfirst.db")).await.unwrap();
    let key = store.setting("mail.key").await.unwrap().unwrap();
    let id = standfirst_types::Email::parse("ida@reader.example").unwrap().id();
    let (own, leave) = standfirst_publish::mail::paths(&key, id);
    let at = |path: &str| form.replace("newsletter", path);
    let pages = [form.clone(), at(&own), at(&leave), at("newsletter/confirm/abc")];
    for eye in [DESK, Eye { dark: true, ..DESK }, PHONE] {
        b.look(eye).await;
        for page in &pages {
            b.open(page).await;
            if let Some(faults) = b.axe().await {
                assert_eq!(faults, Vec::<String>::new(), "{page}");
            }
        }
    }
    b.look(DESK).await;
    for (page, name) in pages.iter().zip(["newsletter", "newsletter-own", "newsletter-leave", "newsletter-confirm"]) {
        b.open(page).await;
        b.picture(name, true).await;
    }
    b.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    b.open(&form).await;
    b.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": false })).await;
    b.run("document.querySelector('#email').value = 'kai@reader.example'; document.querySelector('form.door button').click()").await;
    b.until("the answer is there", "return document.querySelector('h1').textContent == 'Look into your mail'").await;
    assert_eq!(smtp.wait(1)[0].to, "kai@reader.example");
}
