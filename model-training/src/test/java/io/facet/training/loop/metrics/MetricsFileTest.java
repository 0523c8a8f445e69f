package io.facet.training.loop.metrics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.training.loop.SampleRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class MetricsFileTest {
    @TempDir
    Path folder;

    private Path write(int updates) {
        Path file = folder.resolve("metrics.csv");
        try (MetricsFile metrics = MetricsFile.open(file, 0)) {
            SampleRun.figures(updates).forEach(metrics::append);
        }
        return file;
    }

    @Test
    void append_figures_comeBackToTheLastDigit() throws Exception {
        Path file = write(5);

        MetricsTable table = MetricsFile.read(file);
        assertThat(Files.readAllLines(file).get(0))
                .isEqualTo("update,epoch,images,seconds,rate,gradient_norm,images_per_second,loss,contrastive,masked");
        assertThat(table.losses()).containsExactly("loss", "contrastive", "masked");
        assertThat(table.column("loss"))
                .containsExactly(SampleRun.figures(5).stream()
                        .mapToDouble(figures -> figures.losses().get("loss"))
                        .toArray());
    }

    @Test
    void open_resumedAtAnEarlierUpdate_cutsTheRowsAfterItOff() throws Exception {
        Path file = write(10);
        Files.writeString(file, Files.readString(file) + "11,0.1");

        try (MetricsFile metrics = MetricsFile.open(file, 6)) {
            metrics.append(SampleRun.figures(7).get(6));
        }

        assertThat(MetricsFile.read(file).column("update")).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void open_fromTheStart_emptiesTheFile() throws Exception {
        Path file = write(10);

        MetricsFile.open(file, 0).close();

        assertThat(MetricsFile.read(file).rows()).isEmpty();
    }

    @Test
    void append_otherLossParts_isRefusedNamingBoth() {
        Path file = write(2);

        try (MetricsFile metrics = MetricsFile.open(file, 2)) {
            UpdateFigures other = new UpdateFigures(3, 0, 0, 0, 0, 0, Map.of("loss", 1.0), 1, 0);
            assertThatThrownBy(() -> metrics.append(other))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("contrastive");
        }
    }

    @Test
    void sampled_longRun_keepsMeansAndTheEnd() throws Exception {
        MetricsTable table = MetricsFile.read(write(1000));

        MetricsTable sampled = table.sampled(10);

        assertThat(sampled.rows()).hasSize(10);
        assertThat(sampled.column("update")).endsWith(1000).startsWith(100);
        assertThat(sampled.column("images_per_second")[3]).isCloseTo(32, within(0.5));
    }

    @Test
    void window_severalUpdates_givesTheirMeans() {
        FigureWindow window = new FigureWindow();
        window.add(new UpdateFigures(1, 0, 10, 1, 0.1, 2, Map.of("loss", 3.0), 10, 0));
        window.add(new UpdateFigures(2, 0, 20, 4, 0.2, 4, Map.of("loss", 1.0), 30, 0));

        UpdateFigures mean = window.take().orElseThrow();

        assertThat(mean.update()).isEqualTo(2);
        assertThat(mean.rate()).isEqualTo(0.2);
        assertThat(mean.gradientNorm()).isEqualTo(3);
        assertThat(mean.losses()).containsEntry("loss", 2.0);
        // 10 images in a second, then 10 in a third of one.
        assertThat(mean.imagesPerSecond()).isCloseTo(15, within(1e-9));
        assertThat(window.take()).isEmpty();
    }

    @Test
    void scores_resumedAtAnEarlierUpdate_loseTheLaterOnes() throws Exception {
        Path file = folder.resolve("scores.csv");
        ScoresFile scores = ScoresFile.open(file, 0);
        scores.append(10, Map.of("probe, gender", 0.5));
        scores.append(20, Map.of("probe, gender", 0.75));

        ScoresFile resumed = ScoresFile.open(file, 10);

        assertThat(resumed.scores()).isEqualTo(List.of(new ScoresFile.Score(10, "probe, gender", 0.5)));
        assertThat(Files.readAllLines(file)).containsExactly("update,name,value", "10,probe, gender,0.5");
    }
}
