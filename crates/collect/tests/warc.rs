//! Archives built here, whole and damaged: every page that can be had is had, and what cannot is named.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail like tests")]

use proptest::prelude::*;
use standfirst_collect::warc::{Kind, Limits, Reader, Record};
use standfirst_types::CaptureOrigin;
use std::io::Write;

/// A record of an archive.
fn record(kind: &str, target: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {target}\r\nWARC-Date: 2024-03-05T08:30:00.123456Z\r\n\
         WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(target: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 200 OK\r\n{headers}\r\n").as_bytes(), body].concat();
    record("response", target, "application/http; msgtype=response", &block)
}

fn page(n: usize) -> Vec<u8> {
    let body = format!("<p>Snow fell on hill {n}.</p>").repeat(20 + n % 7);
    response(&format!("https://hill.example/{n}"), "Content-Type: text/html; charset=utf-8\r\n", body.as_bytes())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The pages and the problems of an archive.
fn read(archive: &[u8]) -> (Vec<Record>, Vec<String>) {
    let (mut records, mut problems) = (Vec::new(), Vec::new());
    for one in Reader::new(archive, "a.warc.gz") {
        match one {
            Ok(record) => records.push(record),
            Err(problem) => problems.push(problem.to_string()),
        }
    }
    (records, problems)
}

/// The last part of each page's address, parted by spaces, and the number of problems.
fn check(name: &str, archive: &[u8], expected: &str, problems: usize) {
    let (records, met) = read(archive);
    let targets: Vec<&str> = records.iter().map(|r| r.target.rsplit('/').next().unwrap()).collect();
    assert_eq!((targets.join(" ").as_str(), met.len()), (expected, problems), "{name}: {met:?}");
}

#[test]
fn both_forms_give_the_same_pages_with_their_places() {
    let info = record("warcinfo", "", "application/warc-fields", b"software: x\r\n");
    let records = [
        info,
        page(1),
        record("request", "https://hill.example/1", "application/http", b"GET / HTTP/1.1\r\n\r\n"),
        page(2),
    ];
    let plain = records.concat();
    let members: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
    for (archive, packed) in [(&plain, false), (&members, true)] {
        let mut reader = Reader::new(archive.as_slice(), "a.warc");
        let found: Vec<Record> = reader.by_ref().map(|r| r.unwrap()).collect();
        assert_eq!((found.len(), reader.passed()), (2, 2));
        for (n, one) in found.iter().enumerate() {
            let body = format!("<p>Snow fell on hill {}.</p>", n + 1).repeat(21 + n);
            assert_eq!((one.kind, one.truncated), (Kind::Response, false));
            assert_eq!(one.capture.body, body.as_bytes());
            assert_eq!(one.capture.header("content-type"), Some("text/html; charset=utf-8"));
            assert_eq!((one.capture.status, one.date.to_string()), (200, "2024-03-05T08:30:00.123456Z".into()));
            let origin = CaptureOrigin::Warc { file: "a.warc".into(), offset: one.offset, length: one.length };
            assert_eq!(one.capture.origin, origin);
            // The place leads back to the record.
            let (from, to) = (one.offset as usize, (one.offset + one.length) as usize);
            let part = &archive[from..to];
            let expected = &records[n * 2 + 1];
            assert_eq!(part, if packed { gzip(expected) } else { expected.clone() });
        }
    }
    // All in one member, as plain files are often packed.
    let (found, problems) = read(&gzip(&plain));
    assert_eq!((found.len(), problems.len(), found[0].offset), (2, 0, 0));
}

#[test]
fn kinds_and_bodies() {
    let resource = record("resource", "<https://hill.example/r>", "text/html", b"<p>Thaw.</p>");
    let (found, _) = read(&resource);
    assert_eq!((found[0].kind, found[0].capture.status), (Kind::Resource, 200));
    assert_eq!(
        (found[0].target.as_str(), found[0].capture.header("content-type")),
        ("https://hill.example/r", Some("text/html"))
    );
    let packed = gzip(b"<p>Thaw.</p>");
    let chunks = [format!("{:x}\r\n", packed.len()).as_bytes(), &packed, b"\r\n0\r\n\r\n"].concat();
    let (found, _) =
        read(&response("http://hill.example/c", "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", &chunks));
    assert_eq!((&found[0].capture.body, found[0].truncated), (&packed, false));
    assert_eq!(standfirst_collect::decoded(&found[0].capture, 1000).unwrap().as_ref(), b"<p>Thaw.</p>");
    let (found, _) = read(&response("http://hill.example/s", "Content-Length: 900\r\n", b"short"));
    assert!(found[0].truncated);
    check("not of the web", &record("response", "dns:hill.example", "text/dns", b"x"), "", 0);
    check("revisit", &record("revisit", "http://hill.example/v", "application/http", b"HTTP/1.1 304 X\r\n\r\n"), "", 0);
    check("no response", &record("response", "http://hill.example/n", "application/http", b"nothing"), "", 1);
}

#[test]
fn damage_costs_what_is_damaged() {
    let lying = |length: &str| {
        let text = String::from_utf8(page(7)).unwrap();
        let (head, tail) = text.split_once("Content-Length: ").unwrap();
        format!("{head}Content-Length: {length}{}", &tail[tail.find('\r').unwrap()..]).into_bytes()
    };
    let mut flipped = gzip(&page(7));
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x55;
    let mut wrong_sum = gzip(&page(7));
    let end = wrong_sum.len() - 6;
    wrong_sum[end] ^= 1;
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    let digest = |digest: &str| {
        String::from_utf8(page(7))
            .unwrap()
            .replacen("WARC-Type", &format!("WARC-Block-Digest: {digest}\r\nWARC-Type"), 1)
            .into_bytes()
    };
    // Name, the middle record, and how many problems it makes in a plain archive.
    let plain: Vec<(&str, Vec<u8>, usize)> = vec![
        ("cut off", cut(page(7)), 1),
        ("too short a length", lying("30"), 1),
        ("too long a length", lying("2000"), 1),
        ("a length beyond the end", lying("99999999"), 1),
        ("a length beyond reason", lying("99999999999999999999999"), 1),
        ("no number", lying("many"), 1),
        ("garbage", b"garbage and\r\nmore garbage\r\n\r\n".to_vec(), 1),
        ("zeros", vec![0; 5000], 1),
        ("an endless header", [b"WARC/1.0\r\nA: ".to_vec(), vec![b'b'; 200_000], b"\r\n\r\n".to_vec()].concat(), 1),
        ("wrong digest", digest("sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), 1),
        ("another kind of digest", digest("md5:abc"), 0),
    ];
    for (name, middle, problems) in &plain {
        let expected = if *problems == 0 { "1 7 2" } else { "1 2" };
        check(name, &[page(1), middle.clone(), page(2)].concat(), expected, *problems);
        check(
            &format!("{name}, packed alone"),
            &[gzip(&page(1)), gzip(middle), gzip(&page(2))].concat(),
            expected,
            *problems,
        );
        check(
            &format!("{name}, packed together"),
            &gzip(&[page(1), middle.clone(), page(2)].concat()),
            expected,
            *problems,
        );
    }
    for (name, middle) in [
        ("flipped", flipped),
        ("wrong sum", wrong_sum),
        ("cut member", cut(gzip(&page(7)))),
        ("zeros", vec![0; 9000]),
        ("half a magic", vec![0x1F, 0x8B]),
    ] {
        check(name, &[gzip(&page(1)), middle, gzip(&page(2))].concat(), "1 2", 1);
    }
    check("cut at the end", &[gzip(&page(1)), cut(gzip(&page(2)))].concat(), "1", 1);
    check("nothing", b"", "", 0);
    check("line ends", b"\r\n\r\n", "", 0);
    check("plain and packed", &[page(1), gzip(&page(2)), page(3)].concat(), "1 2 3", 0);
}

#[test]
fn no_date_and_segments_are_named() {
    let without = String::from_utf8(page(1)).unwrap().replace("WARC-Date: 2024-03-05T08:30:00.123456Z\r\n", "");
    check("no date", without.as_bytes(), "", 1);
    let segment = String::from_utf8(page(1)).unwrap().replacen("WARC-Type", "WARC-Segment-Number: 1\r\nWARC-Type", 1);
    check("segment", segment.as_bytes(), "", 1);
    let right = String::from_utf8(record("resource", "http://hill.example/d", "text/plain", b"snow")).unwrap();
    let right = right.replacen("WARC-Type", "WARC-Block-Digest: sha1:zzuolyahjgm7mesb3s42mfn3gbz6t6ki\r\nWARC-Type", 1);
    let (found, problems) = read(right.as_bytes());
    assert!(found.len() + problems.len() == 1, "{problems:?}");
}

#[test]
fn limits_hold() {
    let limits = Limits { header: 2000, body: 3000 };
    let archive = [
        page(1),
        response("http://hill.example/big", "", &vec![b'a'; 3001]),
        response("http://hill.example/huge", "", &vec![b'a'; 3 << 20]),
        response("http://hill.example/head", &format!("A: {}\r\n", "b".repeat(2500)), b""),
        page(2),
    ]
    .concat();
    for archive in [archive.clone(), gzip(&archive)] {
        let all: Vec<_> = Reader::with_limits(archive.as_slice(), "a", limits).collect();
        let good: Vec<&str> = all.iter().flatten().map(|r| r.target.as_str()).collect();
        assert_eq!((good, all.len()), (vec!["https://hill.example/1", "https://hill.example/2"], 5));
    }
    // A bomb: a gigabyte of nothing packed into a megabyte is passed over, not kept.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let length = 200u64 << 20;
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://hill.example/bomb\r\nWARC-Date: 2024-03-05T08:30:00Z\r\nContent-Length: {length}\r\n\r\n"
    );
    encoder.write_all(head.as_bytes()).unwrap();
    for _ in 0..200 {
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
    }
    encoder.write_all(b"\r\n\r\n").unwrap();
    let bomb = encoder.finish().unwrap();
    check("bomb", &[gzip(&page(1)), bomb, gzip(&page(2))].concat(), "1 2", 1);
}

#[test]
fn hostile_archives_end() {
    let magic: Vec<u8> = [0x1F, 0x8B, 8, 0].repeat(200_000);
    assert!(read(&magic).0.is_empty());
    assert!(read(&b"\nWARC/1.0\n".repeat(20_000)).0.is_empty());
    assert!(read(&b"WARC/1.0\nContent-Length: 9000000\n\n".repeat(20_000)).0.is_empty());
    let mut nested = page(1);
    for _ in 0..5 {
        nested = gzip(&nested);
    }
    assert!(read(&nested).0.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// One damaged place costs at most the record it hits; all others are read.
    #[test]
    fn one_blow(packed in any::<bool>(), at in 0.0f64..1.0, bytes in prop::collection::vec(any::<u8>(), 1..20), cut in any::<bool>()) {
        let records: Vec<Vec<u8>> = (0..6).map(page).map(|p| if packed { gzip(&p) } else { p }).collect();
        let mut archive = records.concat();
        let from = (at * (archive.len() - 20) as f64) as usize;
        let to = from + bytes.len();
        match cut {
            true => drop(archive.drain(from..to)),
            false => archive[from..to].copy_from_slice(&bytes),
        }
        let (mut start, mut hit) = (0, Vec::new());
        for (n, record) in records.iter().enumerate() {
            let end = start + record.len();
            if from < end && to > start {
                hit.push(n);
            }
            start = end;
        }
        let (found, _) = read(&archive);
        for n in (0..6).filter(|n| !hit.contains(n)) {
            let target = format!("https://hill.example/{n}");
            prop_assert!(found.iter().any(|r| r.target == target), "record {} is lost, {:?} hit", n, hit);
        }
    }

    #[test]
    fn anything(bytes in prop::collection::vec(any::<u8>(), 0..600), head in prop::sample::select(vec!["", "WARC/1.0\r\n", "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 90\r\n\r\n", "\u{1f}\u{8b}"])) {
        let (records, problems) = read(&[head.as_bytes(), &bytes].concat());
        prop_assert!(records.len() + problems.len() <= bytes.len() + 1);
    }
}
