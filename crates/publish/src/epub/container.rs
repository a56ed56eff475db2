//! The container: files in a ZIP archive as EPUB wants it (OCF 3.3, 4.2): `mimetype` first, stored and without extra fields,
//! the rest deflated. Every file has the same time, the first that ZIP knows, so that the same files give the same bytes.

use crate::PublishError;
use std::io::{Cursor, Write};
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// An archive that grows.
pub(super) struct Container(ZipWriter<Cursor<Vec<u8>>>);

impl Container {
    /// An archive with its `mimetype`.
    pub(super) fn new() -> Result<Self, PublishError> {
        let mut zip = Self(ZipWriter::new(Cursor::new(vec![])));
        zip.put("mimetype", super::MIME.as_bytes(), CompressionMethod::Stored)?;
        Ok(zip)
    }

    /// Adds a file.
    pub(super) fn file(&mut self, name: &str, content: &[u8]) -> Result<(), PublishError> {
        self.put(name, content, CompressionMethod::Deflated)
    }

    /// The archive's bytes.
    pub(super) fn finish(self) -> Result<Vec<u8>, PublishError> {
        Ok(self.0.finish().map_err(fault)?.into_inner())
    }

    fn put(&mut self, name: &str, content: &[u8], method: CompressionMethod) -> Result<(), PublishError> {
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::default());
        self.0.start_file(name, options).map_err(fault)?;
        self.0.write_all(content).map_err(|e| fault(ZipError::Io(e)))
    }
}

fn fault(error: ZipError) -> PublishError {
    PublishError::Epub(error.to_string())
}
