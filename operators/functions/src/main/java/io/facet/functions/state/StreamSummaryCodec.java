package io.facet.functions.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import io.facet.domain.face.StreamSummary;

/** The binary form of stream summaries, its fields in the order of the record. */
public final class StreamSummaryCodec implements VersionedCodec<StreamSummary> {
    private static final long serialVersionUID = 1;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(StreamSummary summary, DataOutput out) throws IOException {
        BinaryForm.writeText(summary.stream(), out);
        out.writeLong(summary.segments());
        out.writeLong(summary.refusedSegments());
        out.writeLong(summary.framesDecoded());
        out.writeLong(summary.framesSampled());
        out.writeLong(summary.faces());
        out.writeLong(summary.observations());
        out.writeLong(summary.tracks());
    }

    @Override
    public StreamSummary read(int version, DataInput in) throws IOException {
        return new StreamSummary(
                BinaryForm.readText(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong());
    }
}
