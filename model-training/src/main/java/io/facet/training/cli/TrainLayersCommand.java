package io.facet.training.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.loop.card.RunCard;
import io.facet.training.loop.checkpoint.CheckpointStore;
import io.facet.training.loop.report.LayerReport;
import io.facet.training.recipe.Recipe;
import io.facet.training.recipe.RunOrder;

/** {@code facet train layers}. */
@Command(
        name = "layers",
        description = {
            "Trains the heads of a recipe on the frozen features of one layer after another, then on those of several, and",
            "draws what each layer is worth to each task (FaRL, supplement, figure 3). Runs and layers.html go to --out.",
            "A command that was stopped goes on where it was when it is given again."
        },
        mixinStandardHelpOptions = true)
final class TrainLayersCommand implements Callable<Integer> {
    private static final String TOGETHER = "several";
    private static final String HELD_OUT = "held-out ";

    @Mixin
    private RecipeFlags recipe;

    @Mixin
    private TrainingSessionFlags session;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the runs and the page.")
    private Path output;

    @Option(names = "--start", paramLabel = "RUN|FILE", description = "The encoder, as for `train finetune`.")
    private Optional<Path> start;

    @Option(
            names = "--layers",
            paramLabel = "K",
            split = ",",
            description = "Numbers of blocks, from 1 (default: all).")
    private List<Integer> layers = List.of();

    @Override
    public Integer call() throws IOException {
        Recipe parsed = recipe.order().parsed();
        if (parsed.finetune() == null || parsed.evaluation() == null && !recipe.smoke()) {
            throw new UserError("expected a recipe of fine-tuning with an evaluation, found "
                    + (parsed.finetune() == null ? "another" : "none"));
        }
        SortedMap<Integer, Map<String, Double>> scores = new TreeMap<>();
        for (int layer : chosen(parsed.image().layers())) {
            Path run = output.resolve("layer-" + layer);
            int code = train(run, Map.of("finetune.train", "heads", "finetune.onlyLayer", String.valueOf(layer)));
            if (code != 0) {
                return code;
            }
            scores.put(layer, scores(run));
        }
        Path run = output.resolve(TOGETHER);
        int code = train(run, Map.of("finetune.train", "heads"));
        if (code != 0) {
            return code;
        }
        Path page = output.resolve("layers.html");
        new LayerReport(parsed.name(), scores, scores(run)).write(page);
        System.out.println("Layers: " + page);
        return 0;
    }

    private TreeSet<Integer> chosen(int blocks) {
        TreeSet<Integer> chosen = new TreeSet<>(layers);
        for (int layer = 1; layers.isEmpty() && layer <= blocks; layer++) {
            chosen.add(layer);
        }
        if (chosen.first() < 1 || chosen.last() > blocks) {
            throw new UserError("--layers: expected numbers from 1 to " + blocks + ", found " + chosen);
        }
        return chosen;
    }

    private int train(Path run, Map<String, String> set) {
        if (!new CheckpointStore(run, 1).folders().isEmpty()) {
            return new TrainingRun(RunOrder.read(run), run, session, true).execute();
        }
        RunOrder order = recipe.order(set).with(Optional.empty(), Optional.empty(), start.map(RecipeFlags::absolute));
        return new TrainingRun(order, run, session, false).execute();
    }

    private static Map<String, Double> scores(Path run) throws IOException {
        Map<String, Double> scores = new LinkedHashMap<>();
        RunCard.read(run.resolve("run-card.json")).scores().forEach((name, value) -> {
            String shown = name.startsWith(HELD_OUT) ? name.substring(HELD_OUT.length()) : name;
            if (shown.contains(".")) {
                scores.put(shown, value);
            }
        });
        return scores;
    }
}
