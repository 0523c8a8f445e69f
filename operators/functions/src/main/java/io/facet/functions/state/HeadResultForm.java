package io.facet.functions.state;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Age;
import io.facet.domain.face.HeadResult.Attributes;
import io.facet.domain.face.HeadResult.Classification;
import io.facet.domain.face.HeadResult.Identity;
import io.facet.domain.face.HeadResult.Landmarks;
import io.facet.domain.face.HeadResult.Parsing;
import io.facet.domain.face.HeadResult.Quality;
import io.facet.domain.face.HeadTask;

/**
 * The binary form of head results: the key of the task, then what that task's result consists of. A task that is added
 * has a key of its own, so what was written before is read as ever, and an older reader refuses the new one by its name.
 */
final class HeadResultForm {

    private HeadResultForm() {}

    static void write(HeadResult result, DataOutput out) throws IOException {
        BinaryForm.writeText(result.task().key(), out);
        if (result instanceof Landmarks landmarks) {
            BinaryForm.writeText(landmarks.scheme(), out);
            BinaryForm.writeList(landmarks.points(), FaceForm::writePoint, out);
        } else if (result instanceof Parsing parsing) {
            writeParsing(parsing, out);
        } else if (result instanceof Attributes attributes) {
            BinaryForm.writeNumbers(attributes.probabilities(), out);
        } else if (result instanceof Age age) {
            out.writeDouble(age.years());
        } else if (result instanceof Classification classification) {
            BinaryForm.writeText(classification.label(), out);
            BinaryForm.writeNumbers(classification.probabilities(), out);
        } else if (result instanceof Identity identity) {
            writeFloats(identity.embedding(), out);
        } else if (result instanceof Quality quality) {
            out.writeDouble(quality.value());
        } else {
            throw new IllegalStateException(
                    "no binary form for " + result.getClass().getName());
        }
    }

    static HeadResult read(DataInput in) throws IOException {
        HeadTask task = HeadTask.ofKey(BinaryForm.readText(in));
        return switch (task) {
            case LANDMARKS -> new Landmarks(BinaryForm.readText(in), BinaryForm.readList(FaceForm::readPoint, in));
            case PARSING -> readParsing(in);
            case ATTRIBUTES -> new Attributes(BinaryForm.readNumbers(in));
            case AGE -> new Age(in.readDouble());
            case GENDER, EXPRESSION, GROUP ->
                new Classification(task, BinaryForm.readText(in), BinaryForm.readNumbers(in));
            case IDENTITY -> new Identity(readFloats(in));
            case QUALITY -> new Quality(in.readDouble());
        };
    }

    private static void writeParsing(Parsing parsing, DataOutput out) throws IOException {
        BinaryForm.writeList(parsing.labels(), BinaryForm::writeText, out);
        out.writeInt(parsing.size());
        BinaryForm.writeBytes(parsing.mask(), out);
        FaceForm.writeTransform(parsing.transform(), out);
    }

    private static Parsing readParsing(DataInput in) throws IOException {
        return new Parsing(
                BinaryForm.readList(BinaryForm::readText, in),
                in.readInt(),
                BinaryForm.readBytes(in),
                FaceForm.readTransform(in));
    }

    private static void writeFloats(float[] values, DataOutput out) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static float[] readFloats(DataInput in) throws IOException {
        float[] values = new float[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }
}
