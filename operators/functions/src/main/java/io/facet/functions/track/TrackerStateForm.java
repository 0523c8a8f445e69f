package io.facet.functions.track;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import io.facet.functions.state.BinaryForm;
import io.facet.functions.state.VersionedCodec;
import io.facet.vision.tracking.TrackerState;
import io.facet.vision.tracking.TrackerStateCodec;

/**
 * The tracker's own versioned form behind its length; this version changes only if that framing does. Public because
 * savepoints name it.
 */
public final class TrackerStateForm implements VersionedCodec<TrackerState> {
    private static final long serialVersionUID = 1;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(TrackerState state, DataOutput out) throws IOException {
        BinaryForm.writeBytes(TrackerStateCodec.encode(state), out);
    }

    @Override
    public TrackerState read(int version, DataInput in) throws IOException {
        try {
            return TrackerStateCodec.decode(BinaryForm.readBytes(in));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
