package io.facet.training.loop.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.UserError;

/**
 * The checkpoints of one run: folders {@code checkpoints/update-0000500}, each with {@code parameters.safetensors}
 * (averages under {@code ema.}), {@code optimizer.safetensors}, {@code run-card.json} and {@code progress.json}, which
 * holds the hashes of the others.
 *
 * <p>A checkpoint is written into a hidden folder, forced to disk and renamed, so that neither a killed process nor a full
 * disk leaves half of one, and the older ones are only removed after it. One writer at a time.
 */
public final class CheckpointStore {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final Pattern NAME = Pattern.compile("update-\\d{7,}");
    private static final String UNFINISHED = ".unfinished";
    private static final String REPLACED = ".replaced";

    private final Path folder;
    private final int keep;

    /**
     * @param run output folder of the run
     * @param keep how many of the newest to keep
     */
    public CheckpointStore(Path run, int keep) {
        this.folder = run.resolve("checkpoints");
        this.keep = keep;
    }

    /**
     * Writes a checkpoint, then removes those that are too many.
     *
     * @return its folder
     * @throws UserError if it cannot be written, for example for want of space; names the last good one, which is left
     */
    public Path write(Checkpoint checkpoint) {
        Path target = folder(checkpoint.progress().update());
        Path unfinished = target.resolveSibling("." + target.getFileName() + UNFINISHED);
        try {
            removeLeftovers();
            Files.createDirectories(unfinished);
            CheckpointFiles.write(unfinished, checkpoint);
            publish(unfinished, target);
            removeOldest(target);
            return target;
        } catch (IOException | UserError e) {
            throw notWritten(target, unfinished, e);
        }
    }

    /** Where the checkpoint of an update is, or would be. */
    public Path folder(long update) {
        return folder.resolve(String.format(Locale.ROOT, "update-%07d", update));
    }

    /** A broken checkpoint may be in the place: it goes only when the new one can take its name. */
    private void publish(Path unfinished, Path target) throws IOException {
        Path replaced = target.resolveSibling("." + target.getFileName() + REPLACED);
        if (Files.exists(target)) {
            Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        CheckpointFiles.forceFolder(folder);
        delete(replaced);
    }

    private UserError notWritten(Path target, Path unfinished, Exception reason) {
        UserError error = new UserError(
                "cannot write the checkpoint " + target + ": " + reason.getMessage() + "; the last good one is "
                        + folders().stream()
                                .reduce((older, newer) -> newer)
                                .map(Path::toString)
                                .orElse("none"),
                reason);
        try {
            delete(unfinished);
        } catch (IOException e) {
            error.addSuppressed(e);
        }
        return error;
    }

    /** Those ahead of the new one are not counted: the run did not go on from them because they are broken. */
    private void removeOldest(Path newest) throws IOException {
        List<Path> upToNewest = folders().stream()
                .filter(other -> number(other) <= number(newest))
                .toList();
        for (Path old : upToNewest.subList(0, Math.max(0, upToNewest.size() - keep))) {
            delete(old);
        }
    }

    private void removeLeftovers() throws IOException {
        for (Path path : list()) {
            String name = path.getFileName().toString();
            if (name.startsWith(".update-") && (name.endsWith(UNFINISHED) || name.endsWith(REPLACED))) {
                delete(path);
            }
        }
    }

    /**
     * The newest checkpoint that is sound; a broken one is passed over with a warning.
     *
     * @return empty if there are no checkpoints
     * @throws UserError if there are, and each is broken
     */
    public Optional<Checkpoint> latest() {
        List<Path> all = folders();
        List<String> broken = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            try {
                return Optional.of(CheckpointFiles.read(all.get(i)));
            } catch (BrokenCheckpointException e) {
                LOG.warn("{}; trying the one before", e.getMessage());
                broken.add(e.getMessage());
            }
        }
        if (!broken.isEmpty()) {
            throw new UserError("no sound checkpoint in " + folder + ": " + String.join("; ", broken));
        }
        return Optional.empty();
    }

    /**
     * Reads one checkpoint.
     *
     * @param checkpoint its folder
     * @throws BrokenCheckpointException if it cannot be trusted
     */
    public static Checkpoint read(Path checkpoint) throws BrokenCheckpointException {
        return CheckpointFiles.read(checkpoint);
    }

    /** The folders of the checkpoints, oldest first. */
    public List<Path> folders() {
        return list().stream()
                .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
                .sorted(Comparator.comparingLong(CheckpointStore::number))
                .toList();
    }

    private List<Path> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UserError("cannot list the checkpoints in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring("update-".length()));
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(path)) {
            for (Path entry : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
