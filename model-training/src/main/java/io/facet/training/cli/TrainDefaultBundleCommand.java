package io.facet.training.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.export.DetectorPart;
import io.facet.training.loop.checkpoint.CheckpointStore;

/** {@code facet train default-bundle}: every command that makes {@code facet-tiny}, in order. */
@Command(
        name = "default-bundle",
        description = {
            "Makes a default bundle from labelled sets: prepares faces, trains visual tokenizer, encoder, heads and detector,",
            "exports and scores, by the recipes tokenizer-tiny, facet-tiny-pretrain, facet-tiny and detector-tiny: days on two",
            "cores. Each step goes on where an earlier call was stopped."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the bundle is written and scored",
            "2:an option or the data is not right",
            "130:stopped by Ctrl-C (143 by SIGTERM); the same call goes on"
        })
final class TrainDefaultBundleCommand implements Callable<Integer> {
    /** Half as many tokens a face: what needs no detail is learnt twice as fast. */
    private static final List<String> SMALL = List.of(
            "--set",
            "encoder.imageSize=96",
            "--set",
            "schedule.updates=8000",
            "--set",
            "schedule.peak=1.0e-3",
            "--set",
            "schedule.end=4.0e-4",
            "--set",
            "optimizer.averageMomentum=0.995");

    private static final List<String> SETS = List.of("utkface", "300w", "celebamask", "fer2013", "lfw");

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Folder of the sets' tar files: utkface-train.tar, 300w-train.tar, celebamask-train.tar,"
                    + " fer2013-train.tar and lfw-train.tar.")
    private Path data;

    @Option(
            names = "--teacher",
            required = true,
            paramLabel = "BUNDLE",
            description = "Bundle whose detector finds the faces and whose identity and landmarks are learnt from, as"
                    + " `facet bundle assemble --spec deploy/bundles/published.yaml` makes it.")
    private Path teacher;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder of faces, runs, the bundle (`bundle`) and its report (`report`).")
    private Path out;

    @Option(
            names = "--vocabulary",
            paramLabel = "FILE",
            description = "CLIP's vocabulary of byte pairs, bpe_simple_vocab_16e6.txt.gz, which captions are read by"
                    + " (default: ../models/bpe_simple_vocab_16e6.txt.gz seen from --data).")
    private Path vocabulary;

    @Option(
            names = "--scenes",
            paramLabel = "DIR",
            description = "Folder of pictures, with faces or without, whose surroundings teach the detector what is no"
                    + " face. Can be given more than once.")
    private List<Path> scenes = List.of();

    @Option(
            names = "--bundle-version",
            paramLabel = "VERSION",
            defaultValue = "1.0.0",
            description = "Version of the bundle (default: ${DEFAULT-VALUE}).")
    private String version;

    @Option(
            names = "--precision",
            paramLabel = "fp32|bf16",
            defaultValue = "fp32",
            description =
                    "Of matrix products; bf16 on a GPU or a CPU with AVX512-BF16 or AMX (default: ${DEFAULT-VALUE}).")
    private String precision;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda",
            defaultValue = "cpu",
            description = "Default: ${DEFAULT-VALUE}.")
    private String device;

    /** One command, as it is typed behind {@code facet}. */
    record Step(String what, List<String> arguments) {}

    @Override
    public Integer call() {
        requireFiles();
        List<Step> steps = steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            System.out.printf("[%d/%d] %s%n", i + 1, steps.size(), step.what());
            int code = TrainingCommand.commandLine().execute(step.arguments().toArray(String[]::new));
            if (code != 0) {
                return code;
            }
        }
        return 0;
    }

    /** What is missing is told before hours of training, not after them. */
    private void requireFiles() {
        List<Path> needed = new ArrayList<>(
                SETS.stream().map(set -> data.resolve(set + "-train.tar")).toList());
        needed.add(vocabulary());
        needed.add(teacher.resolve("bundle.json"));
        needed.addAll(scenes);
        List<String> missing = needed.stream()
                .filter(path -> !Files.exists(path))
                .map(Path::toString)
                .toList();
        if (!missing.isEmpty()) {
            throw new UserError(
                    "default-bundle: expected what it is made from, did not find " + String.join(", ", missing));
        }
    }

    private Path vocabulary() {
        return vocabulary == null
                ? data.resolve("../models/bpe_simple_vocab_16e6.txt.gz").normalize()
                : vocabulary;
    }

    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("Prepare the faces", prepared()));
        steps.add(new Step("Make worse copies of them", copies("degraded", labelled(), "degraded")));
        steps.add(new Step("Make faces out of two", copies("mixed", labelled(), "mixed", "--copies", "2")));
        steps.add(new Step(
                "Make faces with known landmarks out of two",
                copies("mixed", List.of("w300"), "mixed-w300", "--copies", "6", "--seed", "1")));
        steps.add(training("Train the visual tokenizer", "tokenizer", "tokenizer", "tokenizer-tiny", data));
        steps.add(
                training("Pre-train the encoder", "pretrain", "pretrain", "facet-tiny-pretrain", data, pretraining()));
        steps.add(heads("Train the heads on small pictures", "finetune-small", "pretrain", SMALL));
        steps.add(heads("Train the heads", "finetune", "finetune-small", List.of()));
        steps.add(training("Train the detector", "detector", "detector", "detector-tiny", data, detecting()));
        if (!Files.exists(out.resolve("detector-export").resolve(DetectorPart.SPEC))) {
            steps.add(new Step("Export the detector", exported("export", "detector", "detector-export")));
        }
        if (!Files.exists(out.resolve("measured/bundle.json"))) {
            steps.add(new Step(
                    "Export the bundle to measure it", exported("export-bundle", "finetune", "measured", release())));
        }
        steps.add(new Step("Score it on what was held out", scored()));
        if (!Files.exists(out.resolve("bundle/bundle.json"))) {
            steps.add(new Step(
                    "Export the bundle with its scores", exported("export-bundle", "finetune", "bundle", published())));
        }
        return steps;
    }

    private String[] pretraining() {
        List<String> arguments = new ArrayList<>(List.of("--tokenizer", at("tokenizer")));
        if (vocabulary != null) {
            arguments.addAll(List.of("--set", "farl.text.vocabulary=" + fromData(vocabulary)));
        }
        return arguments.toArray(String[]::new);
    }

    /** As recipes name files, seen from the data, in YAML's quotes: a recipe goes into the cards of what it trains. */
    private String fromData(Path path) {
        Path relative = data.toAbsolutePath()
                .normalize()
                .relativize(path.toAbsolutePath().normalize());
        return "'" + relative.toString().replace("'", "''") + "'";
    }

    private String[] detecting() {
        List<String> arguments = new ArrayList<>(List.of("--teacher", teacher.toString()));
        if (!scenes.isEmpty()) {
            arguments.add("--set");
            arguments.add("detector.scenes="
                    + scenes.stream()
                            .map(folder -> "{kind: folder, path: %s}".formatted(fromData(folder)))
                            .toList());
        }
        return arguments.toArray(String[]::new);
    }

    private List<String> exported(String command, String run, String folder, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", command, "--run", at(run), "--out", at(folder)));
        arguments.addAll(List.of("--engine", "libtorch"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private String[] release() {
        return new String[] {"--detector", at("detector-export"), "--name", "facet-tiny", "--bundle-version", version};
    }

    /** The scores, and the cards of every run that the last one was begun from. */
    private String[] published() {
        List<String> arguments = new ArrayList<>(List.of(release()));
        arguments.addAll(List.of("--report", at("report") + "/report.json"));
        for (String run : List.of("tokenizer", "pretrain", "finetune-small", "detector")) {
            arguments.addAll(List.of("--attach", run + ".json=" + at(run) + "/run-card.json"));
        }
        return arguments.toArray(String[]::new);
    }

    private List<String> prepared() {
        List<String> arguments = new ArrayList<>(List.of("data", "prepare", "faces"));
        for (String set : SETS) {
            arguments.add("--set");
            arguments.add(kind(set) + ":" + data.resolve(set + "-train.tar"));
        }
        arguments.addAll(List.of("--detector", teacher.toString(), "--teacher", teacher.toString()));
        arguments.addAll(List.of("--teacher-heads", "identity,landmarks", "--out", at("faces")));
        return arguments;
    }

    /** FER-2013's pictures are of 48 pixels: there is little left to alter, and little for a teacher to see. */
    private static List<String> labelled() {
        return SETS.stream()
                .map(TrainDefaultBundleCommand::kind)
                .filter(kind -> !kind.equals("fer2013"))
                .toList();
    }

    private List<String> copies(String command, List<String> kinds, String folder, String... more) {
        List<String> arguments = new ArrayList<>(List.of("data", "prepare", command));
        kinds.forEach(kind -> arguments.addAll(
                List.of("--faces", out.resolve("faces").resolve(kind).toString())));
        arguments.addAll(List.of("--teacher", teacher.toString(), "--out", at("faces") + "/" + folder));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private Step heads(String what, String run, String start, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of("--start", at(start)));
        arguments.addAll(more);
        return training(what, "finetune", run, "facet-tiny", out.resolve("faces"), arguments.toArray(String[]::new));
    }

    private Step training(String what, String command, String run, String recipe, Path from, String... more) {
        if (!new CheckpointStore(out.resolve(run), 1).folders().isEmpty()) {
            return new Step(what, engine(List.of("train", "resume", "--out", at(run))));
        }
        List<String> arguments = new ArrayList<>(List.of("train", command, "--recipe", recipe));
        arguments.addAll(List.of("--data", from.toString(), "--out", at(run)));
        arguments.addAll(List.of(more));
        return new Step(what, engine(arguments));
    }

    private List<String> engine(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--engine", "libtorch", "--precision", precision, "--device", device));
        return all;
    }

    private List<String> scored() {
        List<String> arguments = new ArrayList<>(List.of("evaluate", "--bundle", at("measured"), "--task", "all"));
        for (String set : SETS) {
            arguments.add("--data");
            arguments.add(kind(set) + ":" + data.resolve(set + "-train.tar"));
        }
        arguments.addAll(List.of("--compare", teacher.toString(), "--out", at("report")));
        return arguments;
    }

    private static String kind(String set) {
        return set.equals("300w") ? "w300" : set;
    }

    private String at(String name) {
        return out.resolve(name).toString();
    }
}
