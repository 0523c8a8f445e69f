package io.facet.jobs.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.video.Refusal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

class ResultFilesTest {
    @TempDir
    Path folder;

    @Test
    void append_beforeClose_linesAreAlreadyInTheFile() throws IOException {
        try (ResultFiles files = ResultFiles.open(folder.resolve("new/out"))) {
            files.append(ResultFiles.Lines.OBSERVATIONS, List.of(bytes("{\"a\":1}"), bytes("{\"b\":\"ä\"}")));
            files.append(ResultFiles.Lines.OBSERVATIONS, List.of(bytes("{\"c\":3}")));

            assertThat(files.path(ResultFiles.Lines.OBSERVATIONS)).hasContent("{\"a\":1}\n{\"b\":\"ä\"}\n{\"c\":3}\n");
            assertThat(folder.resolve("new/out/tracks.jsonl")).isEmptyFile();
            assertThat(folder.resolve("new/out/dead-letters.jsonl")).isEmptyFile();
        }
    }

    @Test
    void open_filesOfAnEarlierRun_areReplaced() throws IOException {
        Files.writeString(folder.resolve("tracks.jsonl"), "{\"old\":true}\n");

        ResultFiles.open(folder).close();

        assertThat(folder.resolve("tracks.jsonl")).isEmptyFile();
    }

    @Test
    void open_fileInThePlaceOfTheFolder_namesFolderAndReason() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "a file");

        assertThatThrownBy(() -> ResultFiles.open(file))
                .isInstanceOf(OutputFolderException.class)
                .hasMessage("cannot write to the output folder '%s': '%s' is there and is not a folder", file, file);
    }

    @Test
    void open_readOnlyFolder_saysPermissionDenied() throws IOException {
        Path locked = Files.createDirectory(
                folder.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeFalse(Files.isWritable(locked), "this user may write anywhere, read-only folders too");

        assertThatThrownBy(() -> ResultFiles.open(locked))
                .isInstanceOf(OutputFolderException.class)
                .hasMessage("cannot write to the output folder '%s': permission denied", locked);
    }

    @Test
    void append_afterClose_failsClearlyAndCloseMayBeRepeated() throws IOException {
        ResultFiles files = ResultFiles.open(folder);
        files.close();
        files.close();

        assertThatThrownBy(() -> files.append(ResultFiles.Lines.TRACKS, List.of(bytes("{}"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tracks.jsonl")
                .hasMessageContaining("closed");
    }

    @Test
    void writeSummary_run_isJsonWithItsFigures() throws IOException {
        RunSummary summary = new SampleRun(1, "gate")
                .tracks(2, 10)
                .deadLetter("gate", Refusal.NO_FRAMES, "none")
                .input()
                .summary();
        try (ResultFiles files = ResultFiles.open(folder)) {
            files.writeSummary(summary);
        }

        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("summary.json").toFile());
        assertThat(json.at("/bundle/id").asText()).isEqualTo(SampleRun.BUNDLE);
        assertThat(json.at("/stageSeconds/analyze").asDouble()).isEqualTo(64.1);
        assertThat(json.at("/deadLetters/NO_FRAMES").asLong()).isEqualTo(1);
        assertThat(json.at("/encoderPasses").asLong())
                .isEqualTo(json.at("/observations").asLong());
        assertThat(json.at("/streams/0/stream").asText()).isEqualTo("gate");
        assertThat(new ObjectMapper().treeToValue(json, RunSummary.class)).isEqualTo(summary);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
