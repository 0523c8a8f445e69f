package io.facet.training.data.caption;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntConsumer;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.facet.domain.UserError;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.Captions;

/**
 * Writes captions from labels. What is written of a sample depends on the seed, its key and its labels alone. Immutable;
 * any number of threads.
 */
public final class CaptionWriter {
    /** Draws for one further caption before it is given up: few labels make few different captions. */
    private static final int DRAWS = 8;

    private static final int NAMED = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed;
    private final int perImage;

    /**
     * @param seed another one writes other captions
     * @param perImage most captions of one sample, at least 1
     */
    public CaptionWriter(long seed, int perImage) {
        if (perImage < 1) {
            throw new IllegalArgumentException("captions per image must be at least 1, got " + perImage);
        }
        this.seed = seed;
        this.perImage = perImage;
    }

    /**
     * What was written of a set.
     *
     * @param written samples with captions
     * @param withoutLabels samples whose labels say nothing that can be told
     * @param unreadable samples that could not be read
     * @param reasons why, of the first few
     */
    public record Result(int written, int withoutLabels, int unreadable, List<String> reasons) {}

    /** Different captions of one sample; empty if its labels say nothing that can be told. */
    public List<String> captions(String key, Map<String, Double> labels) {
        if (!CaptionPhrases.describes(labels)) {
            return List.of();
        }
        CaptionPhrases phrases = new CaptionPhrases(labels, new SplittableRandom(Sha256.bits(seed, key)));
        Set<String> captions = new LinkedHashSet<>();
        for (int draw = 0; captions.size() < perImage && draw < perImage * DRAWS; draw++) {
            captions.add(phrases.caption());
        }
        return List.copyOf(captions);
    }

    /**
     * Writes a {@link Captions} file of a set; it is there only once it is whole.
     *
     * @param progress is told how many samples were looked at
     */
    public Result write(SampleSource source, Path file, IntConsumer progress) {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Result result;
            try (BufferedWriter out = Files.newBufferedWriter(draft)) {
                result = write(source, out, progress);
            }
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return result;
        } catch (IOException e) {
            throw new UserError("captions %s: cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    private Result write(SampleSource source, BufferedWriter out, IntConsumer progress) throws IOException {
        int written = 0;
        int withoutLabels = 0;
        int unreadable = 0;
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < source.size(); i++) {
            try {
                Sample sample = source.read(i);
                List<String> captions = captions(sample.key(), sample.labels());
                if (captions.isEmpty()) {
                    withoutLabels++;
                } else {
                    written++;
                    out.write(JSON.writeValueAsString(
                            new Captions.Line(sample.key(), captions, new TreeMap<>(sample.labels()))));
                    out.write('\n');
                }
            } catch (UnreadableSampleException e) {
                unreadable++;
                if (reasons.size() < NAMED) {
                    reasons.add(e.getMessage());
                }
            }
            progress.accept(i + 1);
        }
        return new Result(written, withoutLabels, unreadable, reasons);
    }
}
