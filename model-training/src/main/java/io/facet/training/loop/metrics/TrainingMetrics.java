package io.facet.training.loop.metrics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import io.facet.domain.UserError;

/**
 * A run as Prometheus metrics, over HTTP at {@code /metrics}. All names are here. Counters begin at what a resumed run had
 * reached. Written by the loop's thread, read by the server's.
 */
public final class TrainingMetrics implements LoopListener {
    /** Where metrics are served unless told otherwise: this machine only. */
    public static final String LOOPBACK = "127.0.0.1";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter updates = counter("facet_training_updates_total", "Updates of the optimiser");
    private final Counter images = counter("facet_training_images_total", "Images seen by all processes");
    private final Counter skipped =
            counter("facet_training_skipped_samples_total", "Samples left out because they could not be read");
    private final Counter checkpoints =
            counter("facet_training_checkpoints_total", "Checkpoints written by this process");
    private final Gauge planned = gauge("facet_training_planned_updates", "Updates of the whole run");
    private final Gauge epoch = gauge("facet_training_epoch", "Passes over the data");
    private final Gauge loss = Gauge.builder()
            .name("facet_training_loss")
            .help("Parts of the loss, of the latest update")
            .labelNames("part")
            .register(registry);
    private final Gauge score = Gauge.builder()
            .name("facet_training_score")
            .help("Scores of the latest evaluation")
            .labelNames("name")
            .register(registry);
    private final Gauge rate = gauge("facet_training_rate", "Learning rate");
    private final Gauge gradientNorm =
            gauge("facet_training_gradient_norm", "Global norm of the gradients before clipping");
    private final Gauge throughput = gauge("facet_training_images_per_second", "Images a second, of the latest update");
    private final HTTPServer server;
    private volatile long checkpointNanos = System.nanoTime();
    private UpdateFigures last;

    private TrainingMetrics(String host, int port) {
        GaugeWithCallback.builder()
                .name("facet_training_checkpoint_age_seconds")
                .help("Time since the latest checkpoint, or since the start")
                .callback(callback -> callback.call((System.nanoTime() - checkpointNanos) / 1e9))
                .register(registry);
        try {
            server = HTTPServer.builder()
                    .hostname(host)
                    .port(port)
                    .registry(registry)
                    .buildAndStart();
        } catch (IOException e) {
            throw new UserError(
                    "cannot serve metrics at " + host + ":" + port + ": " + e.getMessage() + "; choose another port",
                    e);
        }
    }

    /**
     * Serves metrics until {@link #close()}.
     *
     * @param host address to listen at; {@link #LOOPBACK} for this machine only
     * @param port 0 for any that is free
     * @throws UserError if the port is taken
     */
    public static TrainingMetrics serve(String host, int port) {
        return new TrainingMetrics(host, port);
    }

    /** The port it listens at. */
    public int port() {
        return server.getPort();
    }

    private Counter counter(String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    private Gauge gauge(String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }

    @Override
    public void started(UpdateFigures from, long plannedUpdates) {
        planned.set(plannedUpdates);
        epoch.set(from.epoch());
        updates.inc(from.update());
        images.inc(from.images());
        skipped.inc(from.skipped());
        last = from;
    }

    @Override
    public void updated(UpdateFigures figures) {
        updates.inc(figures.update() - last.update());
        images.inc(figures.images() - last.images());
        skipped.inc(figures.skipped() - last.skipped());
        epoch.set(figures.epoch());
        rate.set(figures.rate());
        gradientNorm.set(figures.gradientNorm());
        throughput.set(figures.imagesPerSecond());
        figures.losses().forEach((part, value) -> loss.labelValues(part).set(value));
        last = figures;
    }

    @Override
    public void evaluated(long update, Map<String, Double> scores) {
        scores.forEach((name, value) -> score.labelValues(name).set(value));
    }

    @Override
    public void checkpointed(long update, Path folder) {
        checkpoints.inc();
        checkpointNanos = System.nanoTime();
    }

    @Override
    public void close() {
        server.close();
    }
}
