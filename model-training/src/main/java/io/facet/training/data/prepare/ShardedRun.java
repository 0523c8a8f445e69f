package io.facet.training.data.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import io.facet.domain.UserError;
import io.facet.training.data.prepare.PrepareSettings.Output;

/**
 * Makes shards out of the pictures of a set, in a way that can be stopped and gone on with.
 *
 * <p>The set is cut into units of neighbouring pictures. Each makes one output shard, whose content depends on the set and
 * the plan alone, and a record {@code units/NAME.json}, written last: units with a record are done, and a run that was
 * killed goes on with the others. At most one picture for each thread is in memory.
 *
 * @param <C> what is counted
 */
public final class ShardedRun<C> {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** What the folder was made from, and how. */
    static final String PLAN = "prepare.json";

    /** What came of it. */
    static final String SUMMARY = "summary.json";

    private final Work<C> work;
    private final int pictures;
    private final int unit;
    private final Output output;
    private final Path out;
    private volatile boolean stopping;

    /**
     * @param pictures in the set
     * @param unit pictures that make a shard
     * @param out folder of the shards; a former run with the same plan goes on
     */
    public ShardedRun(Work<C> work, int pictures, int unit, Output output, Path out) {
        this.work = work;
        this.pictures = pictures;
        this.unit = unit;
        this.output = output;
        this.out = out;
    }

    /**
     * What is done to each picture. Any number of threads.
     *
     * @param <C> what is counted, a class that Jackson writes and reads
     */
    public interface Work<C> {
        /** What the folder is made from, and how; as JSON, it must be the same for a run to go on. */
        Object plan();

        /** Nothing counted yet. */
        C counts();

        /** Adds what was counted in a part. */
        void add(C sum, C part);

        /** Whether a shard has anything in it. */
        boolean keeps(C counts);

        /**
         * Puts what a picture makes into its shard.
         *
         * @param index of the picture in the set
         * @param name of the picture: number of unit and of picture in it
         */
        void picture(int index, String name, CropStore store, C counts) throws IOException;
    }

    /**
     * What came of a set.
     *
     * @param counts over all units
     * @param shards output shards
     * @param resumed units that a former run had done
     * @param <C> what is counted
     */
    public record Summary<C>(C counts, int shards, int resumed) {}

    /**
     * Does what is left to do, and writes {@code summary.json}.
     *
     * @param progress is told of pictures that are done
     * @throws UserError if the folder holds the result of something else, or cannot be written
     */
    public Summary<C> run(int threads, LongConsumer progress) throws InterruptedException {
        int units = (pictures + unit - 1) / unit;
        try {
            begin();
            List<Integer> left = new ArrayList<>();
            for (int number = 0; number < units; number++) {
                if (Files.isRegularFile(record(number))) {
                    progress.accept(end(number) - (long) number * unit);
                } else {
                    left.add(number);
                }
            }
            make(left, threads, progress);
            C counts = work.counts();
            for (int number = 0; number < units; number++) {
                work.add(counts, read(record(number), counts));
            }
            Summary<C> summary = new Summary<>(counts, units, units - left.size());
            write(out.resolve(SUMMARY), summary);
            return summary;
        } catch (IOException e) {
            throw new UserError("output folder %s: cannot be read or written: %s".formatted(out, e.getMessage()), e);
        }
    }

    @SuppressWarnings("unchecked") // the class of a C is a Class<C>
    private C read(Path file, C like) throws IOException {
        return JSON.readValue(file.toFile(), (Class<C>) like.getClass());
    }

    /** Claims the folder, or finds that it is this work's already. */
    private void begin() throws IOException {
        JsonNode plan = JSON.readTree(JSON.writeValueAsBytes(work.plan()));
        Path file = out.resolve(PLAN);
        if (!Files.exists(file)) {
            Files.createDirectories(out.resolve("units"));
            write(file, plan);
            return;
        }
        JsonNode before = JSON.readTree(file.toFile());
        if (!before.equals(plan)) {
            throw new UserError("output folder %s: expected the same set and settings as before, %s, found %s"
                    .formatted(out, before, plan));
        }
    }

    private void make(List<Integer> units, int threads, LongConsumer progress) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger number = new AtomicInteger();
        ExecutorService workers =
                Executors.newFixedThreadPool(threads, task -> new Thread(task, "prepare-" + number.incrementAndGet()));
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(workers.submit(() -> {
                    for (int u = next.getAndIncrement(); u < units.size() && !stopping; u = next.getAndIncrement()) {
                        unit(units.get(u), progress);
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            stopping = true;
            workers.shutdown();
            workers.awaitTermination(10, TimeUnit.MINUTES);
        }
    }

    private RuntimeException failure(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof IOException) {
            return new UserError("output folder %s: cannot be written: %s".formatted(out, cause.getMessage()), cause);
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private void unit(int number, LongConsumer progress) throws IOException {
        C counts = work.counts();
        String name = "%05d".formatted(number);
        try (CropStore store = CropStore.create(out, name, output)) {
            for (int index = number * unit; index < end(number); index++) {
                if (stopping) {
                    return;
                }
                work.picture(index, name + "%05d".formatted(index - number * unit), store, counts);
                progress.accept(1);
            }
            if (work.keeps(counts)) {
                store.finish();
            }
        } catch (IOException | RuntimeException e) {
            stopping = true;
            throw e;
        }
        write(record(number), counts);
    }

    private int end(int number) {
        return (int) Math.min(pictures, (number + 1L) * unit);
    }

    private Path record(int number) {
        return out.resolve("units").resolve("%05d.json".formatted(number));
    }

    private static void write(Path file, Object content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        JSON.writeValue(draft.toFile(), content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
