//! Compressed answers: every coding and every stack of them is undone alike, counted while it streams, and bounded.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail like tests")]

mod web;

use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use standfirst_collect::{FetchErrorKind, Fetched, decoded};
use standfirst_types::{Capture, CaptureOrigin};
use std::io::Write;
use web::{gzip, now, ok, one};

/// 64 MiB of nothing by brotli.
const BROTLI_BOMB: &str = "cbffff3ff82700e2b14020f7fe8fffff7ff04f00c4611180eefd1fffffffe09f0088c30200ddfb3ffeffffc13f0110870500baf77ffcffff837f02200e0b0074effff8ffff07ff04401c1600e8defff1ffff0ffe0980382c00d0bdffcbffff3ffc1300715800a07bff07";
/// [`snow`] by brotli.
const BROTLI_SNOW: &str = "1bbf03f89d07762c06d6ece0ddb52befd8a60a89aa415cd8dce69b5b5aa952609da09246474fac9e3c00";

fn unhex(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|i| u8::from_str_radix(&digits[i..i + 2], 16).unwrap()).collect()
}

fn snow() -> Vec<u8> {
    "Snow fell on Hill Town. ".repeat(40).into_bytes()
}

/// Brotli that stores its bytes as they are (RFC 7932, 9.2): blocks of up to 64 KiB.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (index, block) in bytes.chunks(1 << 16).enumerate() {
        // The window's size stands before the first block: one bit 0, for 64 KiB.
        let shift = if index == 0 { 1 } else { 0 };
        let header = ((block.len() as u32 - 1) << 3 | 1 << 19) << shift;
        out.extend_from_slice(&header.to_le_bytes()[..3]);
        out.extend_from_slice(block);
    }
    out.push(3);
    out
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// Zstandard of so many blocks of 128 KiB of nothing, each of four bytes.
fn zstd_bomb(blocks: usize) -> Vec<u8> {
    let block = |last: u32| [&(last | 1 << 1 | (128 << 10) << 3).to_le_bytes()[..3], &[0]].concat();
    [&[0x28, 0xB5, 0x2F, 0xFD, 0, 0x38][..], &block(0).repeat(blocks), &block(1)].concat()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Fetches a body of such a coding; what it decodes to, or the kind of the error.
async fn fetched(coding: &str, body: Vec<u8>) -> Result<Vec<u8>, FetchErrorKind> {
    let header = format!("content-encoding: {coding}\r\n");
    match one(move |_, _| ok(&header, &body), |_| {}).await {
        Ok(Fetched::Body { capture, .. }) => decoded(&capture, 5 << 20).map(|b| b.into_owned()).map_err(|e| e.kind),
        Ok(other) => panic!("{other:?}"),
        Err(e) => Err(e.kind),
    }
}

#[tokio::test]
async fn every_coding_and_stack() {
    let check = async |coding: &str, body: Vec<u8>| assert_eq!(fetched(coding, body).await, Ok(snow()), "{coding}");
    check("", snow()).await;
    check("identity", snow()).await;
    check("gzip", gzip(&snow())).await;
    check("X-GZIP", gzip(&snow())).await;
    check("deflate", zlib(&snow())).await;
    check("deflate", deflate(&snow())).await;
    check("deflate", gzip(&snow())).await;
    check("br", unhex(BROTLI_SNOW)).await;
    check("br", brotli(&snow())).await;
    check("zstd", zstd(&snow())).await;
    check("gzip, gzip", gzip(&gzip(&snow()))).await;
    check("gzip, br", brotli(&gzip(&snow()))).await;
    check("br, gzip", gzip(&unhex(BROTLI_SNOW))).await;
    check("zstd,gzip", gzip(&zstd(&snow()))).await;
    check("deflate, identity, zstd", zstd(&zlib(&snow()))).await;
    check("gzip, br, zstd", zstd(&brotli(&gzip(&snow())))).await;
    // Two members, two frames, and a frame to skip.
    let (a, b) = (snow()[..500].to_vec(), snow()[500..].to_vec());
    check("gzip", [gzip(&a), gzip(&b)].concat()).await;
    check("zstd", [zstd(&a), vec![0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3], zstd(&b)].concat()).await;
    // Says it is compressed and is not.
    check("gzip", snow()).await;
    check("gzip, gzip", gzip(&snow())).await;
}

#[tokio::test]
async fn bombs_and_damage() {
    let check = async |name: &str, coding: &str, body: Vec<u8>, expected: FetchErrorKind| {
        assert_eq!(fetched(coding, body).await, Err(expected), "{name}");
    };
    let nothing = vec![0; 64 << 20];
    let (over, bad) = (FetchErrorKind::TooLarge, FetchErrorKind::Decode);
    check("gzip", "gzip", gzip(&nothing), over).await;
    check("deflate", "deflate", zlib(&nothing), over).await;
    check("raw deflate", "deflate", deflate(&nothing), over).await;
    check("brotli", "br", unhex(BROTLI_BOMB), over).await;
    check("zstd", "zstd", zstd_bomb(500), over).await;
    check("twice", "gzip, gzip", gzip(&gzip(&nothing)), over).await;
    check("in brotli", "gzip, br", brotli(&gzip(&nothing)), over).await;
    // What swells inside and shrinks outside: a hundred megabytes of members that hold nothing.
    check("inside", "gzip, gzip", gzip(&gzip(b"").repeat(5_000_000)), over).await;
    check("three and one more", "gzip, gzip, gzip, gzip", gzip(b"x"), bad).await;
    check("unknown", "compress", b"x".to_vec(), bad).await;
    check("unknown below", "aes128gcm, gzip", gzip(b"x"), bad).await;
    for (coding, body) in [
        ("gzip", gzip(&snow())),
        ("br", unhex(BROTLI_SNOW)),
        ("zstd", zstd(&snow())),
        ("deflate", zlib(&snow())),
        ("gzip, br", brotli(&gzip(&snow()))),
    ] {
        check("cut", coding, body[..body.len() - 9].to_vec(), bad).await;
    }
    check("a window of 2 GiB", "zstd", vec![0x28, 0xB5, 0x2F, 0xFD, 0, 0xA8, 1, 0, 0], bad).await;
    check("no zstd", "zstd", snow(), bad).await;
    check("no brotli", "br", snow(), bad).await;
}

/// A bomb is met while it comes in: these answers never end, and no time-out is needed to be rid of them.
#[tokio::test]
async fn counted_while_streaming() {
    for (coding, start) in [
        ("br", unhex(BROTLI_BOMB)),
        ("zstd", zstd_bomb(500)),
        ("gzip", gzip(&vec![0; 64 << 20])),
        ("gzip, br", brotli(&gzip(&vec![0; 64 << 20]))),
    ] {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\ncontent-encoding: {coding}\r\n\r\n");
        let answer = [head.as_bytes(), &start].concat();
        let error = one(move |_, _| answer.clone(), |c| c.min_rate_bytes_s = 0).await.unwrap_err();
        assert_eq!(error.kind, FetchErrorKind::TooLarge, "{coding}: {error}");
    }
}

#[test]
fn pieces_of_any_size_give_the_same() {
    let body = zstd(&snow().repeat(300));
    let headers = vec![("content-encoding".to_owned(), "zstd".to_owned())];
    let capture = Capture::new("http://a.example/", "", now(), 200, headers, body, CaptureOrigin::Web);
    assert_eq!(decoded(&capture, 1 << 20).unwrap().as_ref(), snow().repeat(300));
    assert!(decoded(&capture, 100).is_err());
}
