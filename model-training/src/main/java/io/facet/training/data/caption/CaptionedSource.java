package io.facet.training.data.caption;

import java.util.List;

import io.facet.training.data.ForwardingSource;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.UnreadableSampleException;

/**
 * A set with captions written from its labels as samples are read; texts that a sample has already stay. Owns the set.
 * Thread-safe.
 */
public final class CaptionedSource extends ForwardingSource {
    private final CaptionWriter writer;

    public CaptionedSource(SampleSource source, CaptionWriter writer) {
        super(source);
        this.writer = writer;
    }

    /** @throws UnreadableSampleException also if the sample has no text and its labels say nothing that can be told */
    @Override
    public Sample read(int index) throws UnreadableSampleException {
        Sample sample = super.read(index);
        if (!sample.captions().isEmpty()) {
            return sample;
        }
        List<String> captions = writer.captions(sample.key(), sample.labels());
        if (captions.isEmpty()) {
            throw new UnreadableSampleException(sample.key(), "has no caption, and labels that say nothing");
        }
        return new Sample(sample.key(), sample.image(), captions, sample.labels(), sample.targets());
    }
}
