package io.facet.jobs.bench;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

import io.facet.domain.UserError;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.HeadTask;
import io.facet.inference.analyze.FaceAnalyzer;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.session.SessionSettings;
import io.facet.jobs.bench.Figure.Limit;

/**
 * One composed graph for all tasks beside one graph, encoder and head, for each task: the same heads on the same faces, on
 * one thread, measured in turn. A graph of one task holds no more of the encoder than its head reads.
 *
 * @param crops faces of the video
 * @param bundle whose heads read one encoder
 * @param heads of them, those that are measured; others of the bundle, with networks of their own, are left out
 */
record SharedBenchmark(List<AlignedCrop> crops, Bundle bundle, Set<HeadTask> heads) {
    private static final Limit FASTER = Limit.atLeast(4);
    private static final double MILLIS = 1e3;

    /** Graphs that are open, and what memory they took. */
    private record Opened(List<FaceAnalyzer> graphs, OptionalDouble mebibytes) {
        void run(List<AlignedCrop> crops) {
            for (AlignedCrop crop : crops) {
                graphs.forEach(graph -> graph.analyze(List.of(crop)));
            }
        }
    }

    List<Figure> run(Repetitions repetitions) throws Exception {
        Set<HeadTask> tasks = tasks();
        if (crops.isEmpty()) {
            return List.of(Figure.missing(
                    BenchPart.SHARED, "separate / shared", "ratio", FASTER, "there is no face in the video"));
        }
        List<FaceAnalyzer> all = new ArrayList<>();
        try {
            // Nothing is closed in between, or the second would live in what the first gave back.
            Opened shared = open(List.of(tasks), all);
            Opened separate = open(tasks.stream().map(Set::of).toList(), all);
            double[] medians = repetitions.medians("Shared and separate", () ->
                    new double[] {seconds(shared) / crops.size(), seconds(separate) / crops.size()});
            return figures(tasks, shared, separate, medians);
        } finally {
            all.forEach(FaceAnalyzer::close);
        }
    }

    private Set<HeadTask> tasks() {
        Set<HeadTask> tasks = EnumSet.noneOf(HeadTask.class);
        bundle.manifest().heads().stream()
                .filter(head -> head.crop() == null && heads.contains(head.task()))
                .forEach(head -> tasks.add(head.task()));
        if (tasks.isEmpty()) {
            throw new UserError("bench shared: expected heads that read the encoder of %s, found %s"
                    .formatted(
                            bundle.id(),
                            heads.stream().map(HeadTask::key).sorted().toList()));
        }
        return tasks;
    }

    private Opened open(List<Set<HeadTask>> graphs, List<FaceAnalyzer> all) {
        OptionalDouble before = ResidentMemory.mebibytes();
        List<FaceAnalyzer> opened = new ArrayList<>();
        for (Set<HeadTask> heads : graphs) {
            FaceAnalyzer graph = FaceAnalyzer.open(bundle, heads, SessionSettings.singleThread());
            opened.add(graph);
            all.add(graph);
            graph.analyze(List.of(crops.get(0)));
        }
        OptionalDouble after = ResidentMemory.mebibytes();
        return new Opened(
                List.copyOf(opened),
                before.isEmpty() || after.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(after.getAsDouble() - before.getAsDouble()));
    }

    private double seconds(Opened opened) {
        long started = System.nanoTime();
        opened.run(crops);
        return (System.nanoTime() - started) / 1e9;
    }

    private List<Figure> figures(Set<HeadTask> tasks, Opened shared, Opened separate, double[] medians) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(
                        BenchPart.SHARED,
                        "one encoder, %d heads".formatted(tasks.size()),
                        MILLIS * medians[0],
                        "ms/face")
                .noted("%s, one thread, %d faces one by one"
                        .formatted(tasks.stream().map(HeadTask::key).toList(), crops.size())));
        figures.add(Figure.of(
                BenchPart.SHARED,
                "an encoder for each of %d heads".formatted(tasks.size()),
                MILLIS * medians[1],
                "ms/face"));
        figures.add(Figure.limited(BenchPart.SHARED, "separate / shared", medians[1] / medians[0], "ratio", FASTER));
        if (shared.mebibytes().isPresent() && separate.mebibytes().isPresent()) {
            figures.add(Figure.of(
                    BenchPart.SHARED, "memory, one encoder", shared.mebibytes().getAsDouble(), "MiB"));
            figures.add(Figure.of(
                            BenchPart.SHARED,
                            "memory, an encoder each",
                            separate.mebibytes().getAsDouble(),
                            "MiB")
                    .noted("resident, after a first face"));
        }
        return figures;
    }
}
