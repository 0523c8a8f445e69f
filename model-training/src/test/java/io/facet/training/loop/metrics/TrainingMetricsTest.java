package io.facet.training.loop.metrics;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.facet.domain.UserError;
import io.facet.training.loop.SampleRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrainingMetricsTest {
    @Test
    void serve_resumedRun_showsTotalsOfTheWholeRunAndTheLatestFigures() throws Exception {
        List<UpdateFigures> figures = SampleRun.figures(12);
        try (TrainingMetrics metrics = TrainingMetrics.serve(TrainingMetrics.LOOPBACK, 0)) {
            metrics.started(figures.get(9), 1000);
            metrics.updated(figures.get(10));
            metrics.updated(figures.get(11));
            metrics.evaluated(12, Map.of("probe accuracy", 0.75));
            metrics.checkpointed(12, Path.of("checkpoints"));

            assertThat(scrape(metrics.port()))
                    .contains("facet_training_updates_total 12.0")
                    .contains("facet_training_images_total 768.0")
                    .contains("facet_training_planned_updates 1000.0")
                    .contains("facet_training_skipped_samples_total 0.0")
                    .contains("facet_training_checkpoints_total 1.0")
                    .contains("facet_training_checkpoint_age_seconds ")
                    .contains("facet_training_rate 1.2E-4")
                    .contains("facet_training_gradient_norm ")
                    .contains("facet_training_images_per_second ")
                    .contains("facet_training_score{name=\"probe accuracy\"} 0.75")
                    .contains("facet_training_loss{part=\"contrastive\"} "
                            + figures.get(11).losses().get("contrastive"));
        }
    }

    @Test
    void serve_portTaken_isRefusedNamingIt() {
        try (TrainingMetrics metrics = TrainingMetrics.serve(TrainingMetrics.LOOPBACK, 0)) {
            int port = metrics.port();

            assertThatThrownBy(() -> TrainingMetrics.serve(TrainingMetrics.LOOPBACK, port))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(Integer.toString(port));
        }
    }

    private static String scrape(int port) throws Exception {
        URI uri = URI.create("http://" + TrainingMetrics.LOOPBACK + ":" + port + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
