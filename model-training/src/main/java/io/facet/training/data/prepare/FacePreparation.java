package io.facet.training.data.prepare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * high, aligned to the mean face, with the picture's text. Shards are made by a {@link ShardedRun}.
 */
public final class FacePreparation implements ShardedRun.Work<PrepareCounts> {
    private static final Logger LOG = LoggerFactory.getLogger(FacePreparation.class);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int NAMED = 20;

    private final SampleSource source;
    private final CropMaker crops;
    private final PrepareSettings settings;
    private final Path out;
    private final AtomicInteger named = new AtomicInteger();

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
     * Does what is left to do, and writes {@code summary.json}.
     *
     * @param progress is told of pictures that are done
     * @throws UserError if the folder holds the result of something else, or cannot be written
     */
    public ShardedRun.Summary<PrepareCounts> run(int threads, LongConsumer progress) throws InterruptedException {
        return new ShardedRun<>(this, source.size(), settings.unit(), settings.output(), out).run(threads, progress);
    }

    @Override
    public Object plan() {
        return new Plan(source.fingerprint(), source.size(), crops.template(), settings);
    }

    @Override
    public PrepareCounts counts() {
        return new PrepareCounts();
    }

    @Override
    public void add(PrepareCounts sum, PrepareCounts part) {
        sum.add(part);
    }

    @Override
    public boolean keeps(PrepareCounts counts) {
        return counts.of(Kind.FACES_KEPT) > 0;
    }

    @Override
    public void picture(int index, String name, CropStore store, PrepareCounts counts) throws IOException {
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
}
