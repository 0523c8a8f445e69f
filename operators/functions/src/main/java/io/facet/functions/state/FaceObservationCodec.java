package io.facet.functions.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import io.facet.domain.face.FaceObservation;

/** The binary form of observations, its fields in the order of the record. */
public final class FaceObservationCodec implements VersionedCodec<FaceObservation> {
    private static final long serialVersionUID = 1;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(FaceObservation observation, DataOutput out) throws IOException {
        BinaryForm.writeText(observation.id(), out);
        BinaryForm.writeText(observation.stream(), out);
        out.writeLong(observation.segment());
        out.writeInt(observation.frame());
        out.writeLong(observation.ptsUs());
        out.writeLong(observation.captureTimeUs());
        BinaryForm.writeText(observation.bundle(), out);
        out.writeLong(observation.track());
        out.writeInt(observation.faceIndex());
        FaceForm.writeBox(observation.box(), out);
        FaceForm.writePoints(observation.points(), out);
        out.writeDouble(observation.score());
        out.writeDouble(observation.quality());
        BinaryForm.writeList(observation.heads(), HeadResultForm::write, out);
    }

    @Override
    public FaceObservation read(int version, DataInput in) throws IOException {
        return new FaceObservation(
                BinaryForm.readText(in),
                BinaryForm.readText(in),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                BinaryForm.readText(in),
                in.readLong(),
                in.readInt(),
                FaceForm.readBox(in),
                FaceForm.readPoints(in),
                in.readDouble(),
                in.readDouble(),
                BinaryForm.readList(HeadResultForm::read, in));
    }
}
