package io.facet.functions.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import io.facet.functions.state.VersionedCodec;

/** The binary form of a stream's counts; public because savepoints name it. */
public final class StreamTallyCodec implements VersionedCodec<StreamTally> {
    private static final long serialVersionUID = 1;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(StreamTally tally, DataOutput out) throws IOException {
        out.writeLong(tally.segments());
        out.writeLong(tally.refusedSegments());
        out.writeLong(tally.framesDecoded());
        out.writeLong(tally.framesSampled());
        out.writeLong(tally.faces());
        out.writeLong(tally.observations());
        out.writeLong(tally.tracks());
    }

    @Override
    public StreamTally read(int version, DataInput in) throws IOException {
        return new StreamTally(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong());
    }
}
