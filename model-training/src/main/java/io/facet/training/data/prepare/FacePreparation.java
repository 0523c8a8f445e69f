package io.facet.training.data.prepare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.UserError;
import io.facet.domain.face.Point;
import io.facet.inference.detect.FaceDetector;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.data.prepare.CropMaker.Crop;
import io.facet.training.data.prepare.PrepareCounts.Kind;

/**
 * Makes LAION-FACE-cropped out of pictures with text (FaRL, sections 3.1 and 3.4; MCF, section 4.1): faces that score
 * high, aligned to the mean face, with the picture's text.
 *
 * <p>The set is cut into units of neighbouring pictures. Each makes one output shard, whose content depends on the set and
 * the settings alone, and a record {@code units/NAME.json}, written last: units with a record are done, and a run that
 * was killed goes on with the others. At most one picture for each thread is in memory.
 */
public final class FacePreparation {
    private static final Logger LOG = LoggerFactory.getLogger(FacePreparation.class);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int NAMED = 20;

    /** What the folder was made from, and how. */
    static final String PLAN = "prepare.json";

    /** What came of it. */
    static final String SUMMARY = "summary.json";

    private final SampleSource source;
    private final CropMaker crops;
    private final PrepareSettings settings;
    private final Path out;
    private final AtomicInteger named = new AtomicInteger();
    private volatile boolean stopping;

    /**
     * @param source pictures with text; not closed
     * @param detector finds the faces; not closed
     * @param out folder of the crops; a former run with the same set and settings goes on
     */
    public FacePreparation(SampleSource source, FaceDetector detector, PrepareSettings settings, Path out) {
        this.source = source;
        this.crops = new CropMaker(detector, settings);
        this.settings = settings;
        this.out = out;
    }

    /**
     * What a folder was made from, and how.
     *
     * @param source fingerprint of the set
     * @param pictures in the set
     * @param template name of the mean face
     * @param settings how crops are made
     */
    record Plan(String source, int pictures, String template, PrepareSettings settings) {}

    /**
     * What came of a set.
     *
     * @param counts what was kept, and what was left out why
     * @param shards output shards
     * @param resumed units that a former run had done
     */
    public record Summary(PrepareCounts counts, int shards, int resumed) {}

    /**
     * Does what is left to do, and writes {@code summary.json}.
     *
     * @param progress is told of pictures that are done
     * @throws UserError if the folder holds the result of something else, or cannot be written
     */
    public Summary run(int threads, LongConsumer progress) throws InterruptedException {
        int units = (source.size() + settings.unit() - 1) / settings.unit();
        try {
            begin();
            List<Integer> left = new ArrayList<>();
            for (int unit = 0; unit < units; unit++) {
                if (Files.isRegularFile(record(unit))) {
                    progress.accept(end(unit) - (long) unit * settings.unit());
                } else {
                    left.add(unit);
                }
            }
            make(left, threads, progress);
            PrepareCounts counts = new PrepareCounts();
            for (int unit = 0; unit < units; unit++) {
                counts.add(JSON.readValue(record(unit).toFile(), PrepareCounts.class));
            }
            Summary summary = new Summary(counts, units, units - left.size());
            write(out.resolve(SUMMARY), summary);
            return summary;
        } catch (IOException e) {
            throw new UserError("output folder %s: cannot be read or written: %s".formatted(out, e.getMessage()), e);
        }
    }

    /** Claims the folder, or finds that it is this work's already. */
    private void begin() throws IOException {
        Plan plan = new Plan(source.fingerprint(), source.size(), crops.template(), settings);
        Path file = out.resolve(PLAN);
        if (!Files.exists(file)) {
            Files.createDirectories(out.resolve("units"));
            write(file, plan);
            return;
        }
        Plan before = JSON.readValue(file.toFile(), Plan.class);
        if (!before.equals(plan)) {
            throw new UserError("output folder %s: expected the same set and settings as before, %s, found %s"
                    .formatted(out, before, plan));
        }
    }

    private void make(List<Integer> units, int threads, LongConsumer progress) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger number = new AtomicInteger();
        ExecutorService workers =
                Executors.newFixedThreadPool(threads, work -> new Thread(work, "prepare-" + number.incrementAndGet()));
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

    private void unit(int unit, LongConsumer progress) throws IOException {
        PrepareCounts counts = new PrepareCounts();
        String name = "%05d".formatted(unit);
        try (CropStore store = CropStore.create(out, name, settings.output())) {
            for (int index = unit * settings.unit(); index < end(unit); index++) {
                if (stopping) {
                    return;
                }
                picture(index, name + "%05d".formatted(index - unit * settings.unit()), store, counts);
                progress.accept(1);
            }
            if (counts.of(Kind.FACES_KEPT) > 0) {
                store.finish();
            }
        } catch (IOException | RuntimeException e) {
            stopping = true;
            throw e;
        }
        write(record(unit), counts);
    }

    private void picture(int index, String name, CropStore store, PrepareCounts counts) throws IOException {
        counts.count(Kind.PICTURES);
        Sample sample;
        try {
            sample = source.read(index);
        } catch (UnreadableSampleException e) {
            counts.count(Kind.PICTURES_UNREADABLE);
            if (named.getAndIncrement() < NAMED) {
                LOG.warn("picture left out: {}", e.getMessage());
            }
            return;
        }
        if (settings.needsText() && sample.captions().isEmpty()) {
            counts.count(Kind.PICTURES_NO_TEXT);
            return;
        }
        for (Crop crop : crops.crops(sample, counts)) {
            String key = name + "_" + crop.number();
            store.put(key + ".jpg", ImageEncoder.jpeg(crop.image(), settings.quality()));
            if (!sample.captions().isEmpty()) {
                store.put(key + ".txt", sample.captions().get(0).getBytes(StandardCharsets.UTF_8));
            }
            store.put(key + ".json", JSON.writeValueAsBytes(description(sample, crop)));
        }
    }

    private static Map<String, Object> description(Sample sample, Crop crop) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("source", sample.key());
        description.put("captions", sample.captions());
        description.put("labels", new TreeMap<>(sample.labels()));
        description.put("score", crop.found().score());
        description.put("box", crop.found().box());
        List<List<Double>> points = new ArrayList<>();
        for (Point point : crop.found().points().asList()) {
            points.add(List.of(point.x(), point.y()));
        }
        description.put("points", points);
        return description;
    }

    private int end(int unit) {
        return (int) Math.min(source.size(), (unit + 1L) * settings.unit());
    }

    private Path record(int unit) {
        return out.resolve("units").resolve("%05d.json".formatted(unit));
    }

    private static void write(Path file, Object content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        JSON.writeValue(draft.toFile(), content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
