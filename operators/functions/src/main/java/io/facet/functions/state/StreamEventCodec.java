package io.facet.functions.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.CarriesPixels;
import io.facet.domain.event.StreamEvent.FaceAligned;
import io.facet.domain.event.StreamEvent.FaceObserved;
import io.facet.domain.event.StreamEvent.SegmentEnded;
import io.facet.domain.event.StreamEvent.StreamEnded;
import io.facet.domain.event.StreamEvent.TrackEnded;

/**
 * The binary form of events: one byte for the kind, then its fields in the order of the record. Events that carry
 * decoded frames have none, on purpose: they must neither cross the network nor enter a checkpoint.
 */
public final class StreamEventCodec implements VersionedCodec<StreamEvent> {
    private static final long serialVersionUID = 1;

    private static final int FACE_ALIGNED = 1;
    private static final int FACE_OBSERVED = 2;
    private static final int TRACK_ENDED = 3;
    private static final int SEGMENT_ENDED = 4;
    private static final int STREAM_ENDED = 5;

    // Written behind a version of its own: a new form of observations does not touch the other events.
    private static final FaceObservationCodec OBSERVATION = new FaceObservationCodec();

    @Override
    public int version() {
        return 1;
    }

    /**
     * @throws IllegalStateException if the event carries a decoded frame
     */
    @Override
    public void write(StreamEvent event, DataOutput out) throws IOException {
        if (event instanceof FaceAligned aligned) {
            out.writeByte(FACE_ALIGNED);
            writeAligned(aligned, out);
        } else if (event instanceof FaceObserved observed) {
            out.writeByte(FACE_OBSERVED);
            out.writeByte(OBSERVATION.version());
            OBSERVATION.write(observed.observation(), out);
        } else if (event instanceof TrackEnded ended) {
            out.writeByte(TRACK_ENDED);
            writeTrackEnded(ended, out);
        } else if (event instanceof SegmentEnded ended) {
            out.writeByte(SEGMENT_ENDED);
            writeSegmentEnded(ended, out);
        } else if (event instanceof StreamEnded ended) {
            out.writeByte(STREAM_ENDED);
            BinaryForm.writeText(ended.stream(), out);
            out.writeLong(ended.segments());
        } else if (event instanceof CarriesPixels pixels) {
            throw refusePixels(pixels);
        } else {
            throw new IllegalStateException(
                    "no binary form for " + event.getClass().getName());
        }
    }

    @Override
    public StreamEvent read(int version, DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case FACE_ALIGNED -> readAligned(in);
            case FACE_OBSERVED -> new FaceObserved(OBSERVATION.read(in.readUnsignedByte(), in));
            case TRACK_ENDED -> readTrackEnded(in);
            case SEGMENT_ENDED -> readSegmentEnded(in);
            case STREAM_ENDED -> new StreamEnded(BinaryForm.readText(in), in.readLong());
            default ->
                throw new IOException(
                        "expected an event of kind %d to %d, found %d".formatted(FACE_ALIGNED, STREAM_ENDED, kind));
        };
    }

    private static IllegalStateException refusePixels(CarriesPixels event) {
        return new IllegalStateException(
                "decoded pixels must stay in the task: %s of stream '%s', segment %d was about to be serialized; the operators from decode to align must be chained"
                        .formatted(
                                event.getClass().getSimpleName(),
                                event.stream(),
                                event.frame().segment()));
    }

    private static void writeAligned(FaceAligned aligned, DataOutput out) throws IOException {
        BinaryForm.writeText(aligned.stream(), out);
        out.writeLong(aligned.segment());
        out.writeInt(aligned.frame());
        out.writeLong(aligned.ptsUs());
        out.writeLong(aligned.captureTimeUs());
        FaceForm.writeTrackedFace(aligned.face(), out);
        out.writeDouble(aligned.quality());
        FaceForm.writeCrop(aligned.crop(), out);
    }

    private static FaceAligned readAligned(DataInput in) throws IOException {
        return new FaceAligned(
                BinaryForm.readText(in),
                in.readLong(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                FaceForm.readTrackedFace(in),
                in.readDouble(),
                FaceForm.readCrop(in));
    }

    private static void writeTrackEnded(TrackEnded ended, DataOutput out) throws IOException {
        BinaryForm.writeText(ended.stream(), out);
        out.writeLong(ended.track());
        out.writeLong(ended.firstPtsUs());
        out.writeLong(ended.lastPtsUs());
        out.writeLong(ended.firstCaptureTimeUs());
        out.writeLong(ended.lastCaptureTimeUs());
        out.writeLong(ended.detections());
    }

    private static TrackEnded readTrackEnded(DataInput in) throws IOException {
        return new TrackEnded(
                BinaryForm.readText(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong());
    }

    private static void writeSegmentEnded(SegmentEnded ended, DataOutput out) throws IOException {
        BinaryForm.writeText(ended.stream(), out);
        out.writeLong(ended.segment());
        out.writeInt(ended.framesDecoded());
        out.writeInt(ended.framesSampled());
        out.writeBoolean(ended.refused());
    }

    private static SegmentEnded readSegmentEnded(DataInput in) throws IOException {
        return new SegmentEnded(BinaryForm.readText(in), in.readLong(), in.readInt(), in.readInt(), in.readBoolean());
    }
}
