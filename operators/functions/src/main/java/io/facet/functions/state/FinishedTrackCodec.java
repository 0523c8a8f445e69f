package io.facet.functions.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import io.facet.domain.face.FinishedTrack;

/** The binary form of finished tracks, its fields in the order of the record. */
public final class FinishedTrackCodec implements VersionedCodec<FinishedTrack> {
    private static final long serialVersionUID = 1;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(FinishedTrack track, DataOutput out) throws IOException {
        BinaryForm.writeText(track.id(), out);
        BinaryForm.writeText(track.stream(), out);
        out.writeLong(track.track());
        BinaryForm.writeText(track.bundle(), out);
        out.writeLong(track.firstPtsUs());
        out.writeLong(track.lastPtsUs());
        out.writeLong(track.firstCaptureTimeUs());
        out.writeLong(track.lastCaptureTimeUs());
        out.writeLong(track.detections());
        out.writeLong(track.observations());
        out.writeDouble(track.meanScore());
        BinaryForm.writeText(track.bestObservation(), out);
        out.writeDouble(track.bestQuality());
        FaceForm.writeBox(track.bestBox(), out);
        out.writeLong(track.bestPtsUs());
        BinaryForm.writeList(track.heads(), HeadResultForm::write, out);
    }

    @Override
    public FinishedTrack read(int version, DataInput in) throws IOException {
        return new FinishedTrack(
                BinaryForm.readText(in),
                BinaryForm.readText(in),
                in.readLong(),
                BinaryForm.readText(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readDouble(),
                BinaryForm.readText(in),
                in.readDouble(),
                FaceForm.readBox(in),
                in.readLong(),
                BinaryForm.readList(HeadResultForm::read, in));
    }
}
