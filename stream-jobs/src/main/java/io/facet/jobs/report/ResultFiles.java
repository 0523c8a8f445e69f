package io.facet.jobs.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The files a run writes into its output folder: one JSON record a line for each topic, and {@code summary.json}.
 *
 * <p>Lines are appended and flushed at each call, so a run that is stopped keeps what it did. Files of an earlier run
 * in the same folder are replaced. Not thread-safe.
 */
public final class ResultFiles implements AutoCloseable {

    /** A file of JSON lines. */
    public enum Lines {
        OBSERVATIONS("observations.jsonl"),
        TRACKS("tracks.jsonl"),
        DEAD_LETTERS("dead-letters.jsonl");

        private final String fileName;

        Lines(String fileName) {
            this.fileName = fileName;
        }

        /** Name of the file in the output folder. */
        public String fileName() {
            return fileName;
        }
    }

    private static final String SUMMARY = "summary.json";
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;
    private final Map<Lines, OutputStream> streams = new EnumMap<>(Lines.class);
    private boolean closed;

    private ResultFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder where it is missing and opens the files in it, empty.
     *
     * @throws OutputFolderException if the folder cannot be made or written to
     */
    public static ResultFiles open(Path folder) throws OutputFolderException {
        ResultFiles files = new ResultFiles(folder);
        try {
            Files.createDirectories(folder);
            for (Lines lines : Lines.values()) {
                files.streams.put(
                        lines, new BufferedOutputStream(Files.newOutputStream(folder.resolve(lines.fileName()))));
            }
            return files;
        } catch (IOException e) {
            files.closeAfter(e);
            throw new OutputFolderException(
                    "cannot write to the output folder '%s': %s".formatted(folder, reason(e)), e);
        }
    }

    /** The path of a file of JSON lines. */
    public Path path(Lines lines) {
        return folder.resolve(lines.fileName());
    }

    /**
     * Appends records and hands them to the operating system.
     *
     * @param records each one JSON text in UTF-8 without line breaks
     */
    public void append(Lines lines, Iterable<byte[]> records) throws IOException {
        if (closed) {
            throw new IOException("%s of '%s' is closed".formatted(lines.fileName(), folder));
        }
        OutputStream out = streams.get(lines);
        for (byte[] record : records) {
            out.write(record);
            out.write('\n');
        }
        out.flush();
    }

    /** Writes {@code summary.json}. */
    public void writeSummary(RunSummary summary) throws IOException {
        Files.write(folder.resolve(SUMMARY), JSON.writeValueAsBytes(summary));
    }

    /** Closes every file; the first failure is thrown when all were tried. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        IOException failure = null;
        for (OutputStream stream : streams.values()) {
            try {
                stream.close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void closeAfter(IOException cause) {
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return "'%s' is there and is not a folder".formatted(exists.getFile());
        }
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return e.toString();
    }
}
