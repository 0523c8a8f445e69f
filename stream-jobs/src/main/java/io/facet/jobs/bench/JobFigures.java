package io.facet.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.facet.domain.face.StreamSummary;
import io.facet.jobs.bench.Figure.Limit;

/** The figures of a watched job. */
record JobFigures(JobRun run) {
    private static final Limit AGAINST_STAGES = Limit.atMost(1.15);
    private static final Limit FIRST_OBSERVATION = Limit.atMost(15);

    /**
     * @param costs of the stages alone; empty when not all were measured
     */
    List<Figure> list(Optional<StageCosts> costs) {
        List<Figure> figures = new ArrayList<>();
        figures.add(firstObservation());
        counts(figures);
        SteadyState steady = run.steady();
        figures.add(job("steady state", steady.seconds(), "s")
                .noted("%d frames, %d faces".formatted(steady.frames(), steady.faces())));
        figures.add(job("throughput", steady.frames() / steady.seconds(), "frames/s"));
        figures.add(job("throughput", steady.faces() / steady.seconds(), "faces/s"));
        figures.add(job("processors busy", steady.cpuSeconds() / steady.seconds(), "cores"));
        busy(figures);
        if (costs.isPresent()) {
            double alone = costs.get().seconds(steady.frames(), steady.faces());
            figures.add(job("the same by the stages alone", alone, "s"));
            figures.add(Figure.limited(
                    BenchPart.JOB, "steady state / stages alone", steady.seconds() / alone, "ratio", AGAINST_STAGES));
        } else {
            figures.add(Figure.missing(
                    BenchPart.JOB,
                    "steady state / stages alone",
                    "ratio",
                    AGAINST_STAGES,
                    "measured by 'facet bench all'"));
        }
        return figures;
    }

    private Figure firstObservation() {
        String name = "start to first observation";
        return run.firstObservationSeconds() == null
                ? Figure.missing(BenchPart.JOB, name, "s", FIRST_OBSERVATION, "there is no face in the video")
                : Figure.limited(BenchPart.JOB, name, run.firstObservationSeconds(), "s", FIRST_OBSERVATION);
    }

    private void counts(List<Figure> figures) {
        StreamSummary summary = run.summary();
        figures.add(job("frames", summary.framesSampled(), "frames"));
        figures.add(job("observations", summary.observations(), "faces"));
    }

    private void busy(List<Figure> figures) {
        figures.add(job("busy: decode", run.busy().decode(), "s"));
        figures.add(job("busy: detect", run.busy().detect(), "s"));
        figures.add(job("busy: track", run.busy().track(), "s"));
        figures.add(job("busy: align", run.busy().align(), "s"));
        figures.add(job("busy: analyze", run.busy().analyze(), "s"));
    }

    private static Figure job(String name, double value, String unit) {
        return Figure.of(BenchPart.JOB, name, value, unit);
    }
}
