package io.facet.training.loop.metrics;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.facet.training.loop.SampleRun;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void updated_noTerminal_printsAPlainLineEveryFewSecondsAndAtTheEnd() {
        List<UpdateFigures> figures = SampleRun.figures(100);
        try (ConsoleProgress progress = new ConsoleProgress(out, false, Duration.ofSeconds(20))) {
            progress.started(new UpdateFigures(0, 0, 0, 0, 0, 0, Map.of(), 0, 0), 100);
            figures.forEach(progress::updated);
        }

        // Two seconds an update: every tenth, from the first on, and the last.
        List<String> lines = text().lines().toList();
        assertThat(lines).hasSize(11);
        assertThat(lines.get(1)).matches("update 11/100 epoch 0\\.11 loss \\d\\.\\d{4} 32\\.0 images/s, left 0:02:58");
        assertThat(lines.get(10)).startsWith("update 100/100").endsWith("left 0:00:00");
    }

    @Test
    void updated_terminal_drawsABarWithSpeedAndLoss() {
        try (ConsoleProgress progress = new ConsoleProgress(out, true, Duration.ofSeconds(20))) {
            progress.started(new UpdateFigures(0, 0, 0, 0, 0, 0, Map.of(), 0, 0), 100);
            SampleRun.figures(60).forEach(progress::updated);
        }

        assertThat(text()).contains("Training").contains("60%").contains("60/100 updates");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
