package io.facet.functions.aggregate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import io.facet.domain.face.HeadTask;
import io.facet.functions.aggregate.HeadMean.AgeMean;
import io.facet.functions.aggregate.HeadMean.IdentityMean;
import io.facet.functions.aggregate.HeadMean.ProbabilityMean;
import io.facet.functions.aggregate.HeadMean.QualityMean;
import io.facet.functions.aggregate.TrackAggregate.Best;
import io.facet.functions.state.BinaryForm;
import io.facet.functions.state.FaceForm;
import io.facet.functions.state.VersionedCodec;

/** The binary form of unfinished tracks; public because savepoints name it. */
public final class TrackAggregateCodec implements VersionedCodec<TrackAggregate> {
    private static final long serialVersionUID = 1;

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(TrackAggregate aggregate, DataOutput out) throws IOException {
        BinaryForm.writeText(aggregate.bundle(), out);
        out.writeLong(aggregate.firstSegment());
        out.writeLong(aggregate.observations());
        out.writeDouble(aggregate.scoreSum());
        BinaryForm.writeText(aggregate.best().id(), out);
        out.writeDouble(aggregate.best().quality());
        FaceForm.writeBox(aggregate.best().box(), out);
        out.writeLong(aggregate.best().ptsUs());
        BinaryForm.writeList(aggregate.heads(), TrackAggregateCodec::writeMean, out);
    }

    @Override
    public TrackAggregate read(int version, DataInput in) throws IOException {
        return new TrackAggregate(
                BinaryForm.readText(in),
                in.readLong(),
                in.readLong(),
                in.readDouble(),
                new Best(BinaryForm.readText(in), in.readDouble(), FaceForm.readBox(in), in.readLong()),
                BinaryForm.readList(TrackAggregateCodec::readMean, in));
    }

    private static void writeMean(HeadMean mean, DataOutput out) throws IOException {
        BinaryForm.writeText(mean.task().key(), out);
        if (mean instanceof AgeMean age) {
            out.writeDouble(age.weight());
            out.writeDouble(age.sum());
        } else if (mean instanceof ProbabilityMean probabilities) {
            out.writeDouble(probabilities.weight());
            BinaryForm.writeNumbers(probabilities.sums(), out);
        } else if (mean instanceof QualityMean quality) {
            out.writeDouble(quality.weight());
            out.writeDouble(quality.sum());
        } else if (mean instanceof IdentityMean identity) {
            out.writeInt(identity.sum().length);
            for (double value : identity.sum()) {
                out.writeDouble(value);
            }
        }
    }

    private static HeadMean readMean(DataInput in) throws IOException {
        HeadTask task = HeadTask.ofKey(BinaryForm.readText(in));
        return switch (task) {
            case AGE -> new AgeMean(in.readDouble(), in.readDouble());
            case ATTRIBUTES, GENDER, EXPRESSION, GROUP ->
                new ProbabilityMean(task, in.readDouble(), BinaryForm.readNumbers(in));
            case IDENTITY -> readIdentity(in);
            case QUALITY -> new QualityMean(in.readDouble(), in.readDouble());
            case LANDMARKS, PARSING -> throw new IOException("expected an averaged head, found " + task.key());
        };
    }

    private static HeadMean readIdentity(DataInput in) throws IOException {
        double[] sum = new double[in.readInt()];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = in.readDouble();
        }
        return new IdentityMean(sum);
    }
}
