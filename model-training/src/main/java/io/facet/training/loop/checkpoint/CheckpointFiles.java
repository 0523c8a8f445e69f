package io.facet.training.loop.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.domain.UserError;
import io.facet.training.data.Sha256;
import io.facet.training.engine.LearnerState;
import io.facet.training.engine.Parameters;
import io.facet.training.loop.card.CardJson;
import io.facet.training.loop.card.RunCard;
import io.facet.training.tensor.HostTensor;
import io.facet.training.weights.Safetensors;

/** The four files of one checkpoint. */
final class CheckpointFiles {
    static final String PARAMETERS = "parameters.safetensors";
    static final String OPTIMIZER = "optimizer.safetensors";
    static final String RUN_CARD = "run-card.json";
    static final String PROGRESS = "progress.json";

    /** What averages are called among the parameters. */
    static final String AVERAGE = "ema.";

    private static final String MEAN = "mean.";
    private static final String VARIANCE = "variance.";
    private static final List<String> HASHED = List.of(PARAMETERS, OPTIMIZER, RUN_CARD);

    private CheckpointFiles() {}

    /** Writes the files into an empty folder. All bytes are on the disk when this returns. */
    static void write(Path folder, Checkpoint checkpoint) throws IOException {
        LearnerState state = checkpoint.state();
        Map<String, String> metadata = Map.of("update", Long.toString(state.updates()));
        Safetensors.write(
                folder.resolve(PARAMETERS),
                disjoint(state.parameters(), state.averages().renamed("", AVERAGE))
                        .values(),
                metadata);
        Safetensors.write(
                folder.resolve(OPTIMIZER),
                disjoint(state.means().renamed("", MEAN), state.variances().renamed("", VARIANCE))
                        .values(),
                metadata);
        checkpoint.card().write(folder.resolve(RUN_CARD));
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String file : HASHED) {
            hashes.put(file, Sha256.ofFile(folder.resolve(file)));
        }
        CardJson.write(folder.resolve(PROGRESS), checkpoint.progress().sealed(hashes));
        forceFolder(folder);
    }

    private static Parameters disjoint(Parameters a, Parameters b) {
        for (String name : b.values().keySet()) {
            if (a.values().containsKey(name)) {
                throw new IllegalArgumentException("the name " + name + " is kept for averages, a parameter has it");
            }
        }
        return a.with(b);
    }

    /**
     * Reads and verifies a checkpoint.
     *
     * @throws BrokenCheckpointException saying which file is missing, damaged or not of this checkpoint
     */
    static Checkpoint read(Path folder) throws BrokenCheckpointException {
        try {
            Progress progress = CardJson.read(folder.resolve(PROGRESS), Progress.class);
            if (progress.format() != Progress.FORMAT) {
                throw new IOException("expected format " + Progress.FORMAT + ", found " + progress.format());
            }
            verify(folder, progress);
            Map<String, HostTensor.Floats> values = floats(folder.resolve(PARAMETERS));
            Map<String, HostTensor.Floats> moments = floats(folder.resolve(OPTIMIZER));
            Parameters all = new Parameters(values);
            Parameters optimizer = new Parameters(moments);
            values.keySet().removeIf(name -> name.startsWith(AVERAGE));
            LearnerState state = new LearnerState(
                    new Parameters(values),
                    optimizer.renamed(MEAN, ""),
                    optimizer.renamed(VARIANCE, ""),
                    all.renamed(AVERAGE, ""),
                    progress.update());
            return new Checkpoint(state, progress, RunCard.read(folder.resolve(RUN_CARD)));
        } catch (IOException | UserError e) {
            throw new BrokenCheckpointException(folder, e);
        }
    }

    private static void verify(Path folder, Progress progress) throws IOException {
        for (String file : HASHED) {
            String expected = progress.sha256().get(file);
            String found = Sha256.ofFile(folder.resolve(file));
            if (!found.equals(expected)) {
                throw new IOException(file + ": expected SHA-256 " + expected + ", found " + found);
            }
        }
    }

    private static Map<String, HostTensor.Floats> floats(Path file) {
        return new LinkedHashMap<>(Safetensors.read(file).parameters().values());
    }

    /** Makes new names in a folder survive a power cut, too. */
    static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder)) {
            channel.force(true);
        }
    }
}
