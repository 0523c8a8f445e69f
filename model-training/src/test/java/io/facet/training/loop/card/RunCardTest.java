package io.facet.training.loop.card;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.training.loop.SampleRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RunCardTest {
    @TempDir
    Path folder;

    @Test
    void read_writtenCard_isTheSame() throws Exception {
        RunCard card = SampleRun.card(42, Map.of("accuracy", 0.5, "undefined", Double.NaN));
        Path file = folder.resolve("run-card.json");

        card.write(file);

        assertThat(RunCard.read(file)).isEqualTo(card);
        assertThat(Files.readString(file))
                .contains("\"started\" : \"2026-01-02T03:04:05Z\"")
                .contains("\"commit\" : \"0123abc\"");
    }

    @Test
    void recipeSha256_knownText_isThatOfItsBytes() {
        assertThat(SampleRun.description("x", "abc").recipeSha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void read_cardFromBeforeBegunFrom_hasNone() throws Exception {
        Path file = folder.resolve("run-card.json");
        SampleRun.card(1, Map.of()).write(file);
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("(?s)\\s*\"begunFrom\" : \\{.*?\\},", ""));

        assertThat(Files.readString(file)).isNotEqualTo(text);
        assertThat(RunCard.read(file).begunFrom()).isEmpty();
    }

    @Test
    void read_newerFormat_isRefused() throws Exception {
        Path file = folder.resolve("run-card.json");
        SampleRun.card(1, Map.of()).write(file);
        Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 2"));

        assertThatThrownBy(() -> RunCard.read(file)).hasMessageContaining("format 1, found 2");
    }

    @Test
    void read_noJson_namesTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("run-card.json"), "update 5");

        assertThatThrownBy(() -> RunCard.read(file)).hasMessageContaining("run-card.json");
    }
}
