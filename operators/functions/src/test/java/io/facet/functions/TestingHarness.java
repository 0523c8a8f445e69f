package io.facet.functions;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

import io.facet.domain.event.StreamEvent;
import io.facet.functions.metrics.FacetMetrics;
import io.facet.functions.state.FacetTypes;

/** Operators as a job runs them: events keyed by stream, our own serializers for what comes out. */
public final class TestingHarness {
    private static final int ASYNC_CAPACITY = 32;

    private TestingHarness() {}

    /** Set up, but neither restored nor opened. */
    public static <T> KeyedOneInputStreamOperatorTestHarness<String, StreamEvent, T> keyed(
            KeyedProcessFunction<String, StreamEvent, T> function, TypeInformation<T> output) throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, StreamEvent, T> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(function), StreamEvent::stream, Types.STRING);
        harness.setup(output.createSerializer(new SerializerConfigImpl()));
        return harness;
    }

    /** Set up, but neither restored nor opened. */
    public static OneInputStreamOperatorTestHarness<StreamEvent, StreamEvent> of(
            ProcessFunction<StreamEvent, StreamEvent> function) throws Exception {
        OneInputStreamOperatorTestHarness<StreamEvent, StreamEvent> harness =
                new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(function));
        harness.setup(FacetTypes.STREAM_EVENT.createSerializer(new SerializerConfigImpl()));
        return harness;
    }

    /** An asynchronous function whose results keep their order; set up, but neither restored nor opened. */
    public static OneInputStreamOperatorTestHarness<StreamEvent, StreamEvent> ordered(
            AsyncFunction<StreamEvent, StreamEvent> function) throws Exception {
        TypeSerializer<StreamEvent> events = FacetTypes.STREAM_EVENT.createSerializer(new SerializerConfigImpl());
        OneInputStreamOperatorTestHarness<StreamEvent, StreamEvent> harness = new OneInputStreamOperatorTestHarness<>(
                new AsyncWaitOperatorFactory<>(function, 0, ASYNC_CAPACITY, OutputMode.ORDERED), events);
        harness.setup(events);
        return harness;
    }

    /** What was counted since the operator was opened. */
    public static long accumulator(AbstractStreamOperatorTestHarness<?> harness, FacetMetrics metric) {
        return (Long) harness.getEnvironment()
                .getAccumulatorRegistry()
                .getUserMap()
                .get(metric.accumulator())
                .getLocalValue();
    }
}
