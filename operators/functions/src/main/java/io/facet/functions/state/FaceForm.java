package io.facet.functions.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.Box;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.domain.face.TrackedFace;

/** The binary form of boxes, points, detections and crops. */
public final class FaceForm {

    private FaceForm() {}

    /** Writes x, y, width, height. */
    public static void writeBox(Box box, DataOutput out) throws IOException {
        out.writeDouble(box.x());
        out.writeDouble(box.y());
        out.writeDouble(box.width());
        out.writeDouble(box.height());
    }

    /** Reads what {@link #writeBox} wrote. */
    public static Box readBox(DataInput in) throws IOException {
        return new Box(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    }

    static void writePoint(Point point, DataOutput out) throws IOException {
        out.writeDouble(point.x());
        out.writeDouble(point.y());
    }

    static Point readPoint(DataInput in) throws IOException {
        return new Point(in.readDouble(), in.readDouble());
    }

    static void writePoints(FivePoints points, DataOutput out) throws IOException {
        for (Point point : points.asList()) {
            writePoint(point, out);
        }
    }

    static FivePoints readPoints(DataInput in) throws IOException {
        return new FivePoints(readPoint(in), readPoint(in), readPoint(in), readPoint(in), readPoint(in));
    }

    static void writeTransform(CropTransform transform, DataOutput out) throws IOException {
        out.writeDouble(transform.a());
        out.writeDouble(transform.b());
        out.writeDouble(transform.tx());
        out.writeDouble(transform.ty());
    }

    static CropTransform readTransform(DataInput in) throws IOException {
        return new CropTransform(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
    }

    static void writeTrackedFace(TrackedFace face, DataOutput out) throws IOException {
        out.writeLong(face.track());
        out.writeInt(face.faceIndex());
        writeBox(face.detection().box(), out);
        writePoints(face.detection().points(), out);
        out.writeDouble(face.detection().score());
        out.writeBoolean(face.analyze());
    }

    static TrackedFace readTrackedFace(DataInput in) throws IOException {
        long track = in.readLong();
        int faceIndex = in.readInt();
        Detection detection = new Detection(readBox(in), readPoints(in), in.readDouble());
        return new TrackedFace(track, faceIndex, detection, in.readBoolean());
    }

    static void writeCrop(AlignedCrop crop, DataOutput out) throws IOException {
        out.writeInt(crop.size());
        writeTransform(crop.transform(), out);
        BinaryForm.writeBytes(crop.rgb(), out);
    }

    static AlignedCrop readCrop(DataInput in) throws IOException {
        int size = in.readInt();
        CropTransform transform = readTransform(in);
        return new AlignedCrop(BinaryForm.readBytes(in), size, transform);
    }
}
