package io.facet.training.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.domain.UserError;
import io.facet.training.engine.Learner;
import io.facet.training.engine.LearnerState;
import io.facet.training.loop.card.CurvePoint;
import io.facet.training.loop.card.Hardware;
import io.facet.training.loop.card.RunCard;
import io.facet.training.loop.card.RunDescription;
import io.facet.training.loop.checkpoint.Checkpoint;
import io.facet.training.loop.checkpoint.CheckpointStore;
import io.facet.training.loop.checkpoint.Progress;
import io.facet.training.loop.metrics.FigureWindow;
import io.facet.training.loop.metrics.MetricsFile;
import io.facet.training.loop.metrics.MetricsTable;
import io.facet.training.loop.metrics.ScoresFile;
import io.facet.training.loop.metrics.UpdateFigures;
import io.facet.training.loop.report.TrainingReport;

/** What a run leaves in its output folder. Does nothing until opened, which only the first process does. */
final class RunFiles implements AutoCloseable {
    private static final int CARD_POINTS = 200;

    private final LoopSettings settings;
    private final RunDescription description;
    private final CheckpointStore store;
    private final Map<String, String> software = new LinkedHashMap<>();
    private final Hardware hardware;
    private final Instant started;
    private final Map<String, String> begunFrom;
    private final long from;
    private final FigureWindow window = new FigureWindow();
    private final Map<String, Double> latestScores = new LinkedHashMap<>();
    private MetricsFile metrics;
    private ScoresFile scores;
    private TrainingReport report;

    RunFiles(
            LoopSettings settings,
            RunDescription description,
            CheckpointStore store,
            String engine,
            int processes,
            Optional<Checkpoint> from) {
        this.settings = settings;
        this.description = description;
        this.store = store;
        this.hardware = Hardware.here(processes);
        this.started = from.map(checkpoint -> checkpoint.card().started()).orElseGet(RunFiles::now);
        this.begunFrom = from.map(checkpoint -> checkpoint.card().begunFrom()).orElse(description.begunFrom());
        this.from = from.map(checkpoint -> checkpoint.progress().update()).orElse(0L);
        from.ifPresent(checkpoint -> latestScores.putAll(checkpoint.card().scores()));
        software.put("Facet", facetVersion());
        software.put("engine", engine);
        software.put("Java", Runtime.version().toString());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String facetVersion() {
        String version = RunFiles.class.getPackage().getImplementationVersion();
        return version == null ? "development build" : version;
    }

    void open() {
        try {
            Files.createDirectories(settings.output());
            report = new TrainingReport(settings.output().resolve("report.html"));
        } catch (IOException e) {
            throw new UserError("cannot write to the output folder " + settings.output() + ": " + e.getMessage(), e);
        }
        metrics = MetricsFile.open(metricsPath(), from);
        scores = ScoresFile.open(settings.output().resolve("scores.csv"), from);
    }

    void updated(UpdateFigures figures) {
        if (metrics != null) {
            window.add(figures);
            if (figures.update() % settings.logEvery() == 0) {
                flush();
            }
        }
    }

    private void flush() {
        if (metrics != null) {
            window.take().ifPresent(metrics::append);
        }
    }

    void evaluated(long update, Map<String, Double> values) {
        if (scores != null) {
            scores.append(update, values);
            latestScores.putAll(values);
        }
    }

    /** Writes a checkpoint, and card and report as of then. */
    Path checkpoint(Learner<?> learner, Progress progress, long plannedUpdates) {
        flush();
        LearnerState state = learner.state();
        try {
            MetricsTable table = MetricsFile.read(metricsPath());
            RunCard card = card(state, progress, plannedUpdates, table);
            Path folder = store.write(new Checkpoint(state, progress, card));
            card.write(settings.output().resolve("run-card.json"));
            report.write(card, table, scores.scores());
            return folder;
        } catch (IOException e) {
            throw new UserError("cannot write to the output folder " + settings.output() + ": " + e.getMessage(), e);
        }
    }

    private RunCard card(LearnerState state, Progress progress, long plannedUpdates, MetricsTable table) {
        RunCard.Totals totals = new RunCard.Totals(
                progress.update(),
                plannedUpdates,
                progress.images(),
                progress.epoch(),
                progress.seconds(),
                progress.skipped());
        return new RunCard(
                RunCard.FORMAT,
                description.experiment(),
                description.recipe(),
                description.recipeSha256(),
                description.data(),
                begunFrom,
                settings.seed(),
                software,
                hardware,
                description.commit(),
                started,
                now(),
                totals,
                new RunCard.ParameterCounts(
                        state.parameters().elements(), state.means().elements()),
                latestScores,
                curve(table.sampled(CARD_POINTS)));
    }

    private static List<CurvePoint> curve(MetricsTable table) {
        List<CurvePoint> points = new ArrayList<>();
        List<String> columns = table.columns();
        for (double[] row : table.rows()) {
            Map<String, Double> losses = new LinkedHashMap<>();
            for (String loss : table.losses()) {
                losses.put(loss, row[columns.indexOf(loss)]);
            }
            points.add(new CurvePoint(
                    (long) row[columns.indexOf("update")],
                    row[columns.indexOf("rate")],
                    row[columns.indexOf("gradient_norm")],
                    losses));
        }
        return points;
    }

    Path folder(long update) {
        return store.folder(update);
    }

    private Path metricsPath() {
        return settings.output().resolve("metrics.csv");
    }

    /** Writes the row that is being collected, too: those that led to a failure are worth a look. */
    @Override
    public void close() {
        try (MetricsFile closing = metrics) {
            flush();
        } finally {
            metrics = null;
        }
    }
}
