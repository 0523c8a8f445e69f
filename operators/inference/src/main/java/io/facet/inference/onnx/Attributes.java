package io.facet.inference.onnx;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;

/** Attributes of nodes. */
public final class Attributes {
    private Attributes() {}

    public static AttributeProto of(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    public static AttributeProto of(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    public static AttributeProto of(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    public static AttributeProto ofInts(String name, long... values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(LongStream.of(values).boxed().toList())
                .build();
    }

    /** The attribute as the format has it. */
    static AttributeProto of(NodeAttribute attribute) {
        if (attribute instanceof NodeAttribute.Int number) {
            return of(number.name(), number.value());
        }
        if (attribute instanceof NodeAttribute.Real number) {
            return of(number.name(), number.value());
        }
        if (attribute instanceof NodeAttribute.Text text) {
            return of(text.name(), text.value());
        }
        NodeAttribute.Ints numbers = (NodeAttribute.Ints) attribute;
        return ofInts(
                numbers.name(),
                numbers.values().stream().mapToLong(Long::longValue).toArray());
    }

    /** The attribute of that name, if the node has it. */
    static Optional<AttributeProto> find(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst();
    }

    /** The integer of that name, or what the operator takes it to be. */
    static long intOr(NodeProto node, String name, long otherwise) {
        return find(node, name).map(AttributeProto::getI).orElse(otherwise);
    }

    /** The integers of that name, if the node has them. */
    static Optional<List<Long>> ints(NodeProto node, String name) {
        return find(node, name).map(AttributeProto::getIntsList);
    }

    /** The node without those attributes. */
    static NodeProto.Builder without(NodeProto node, String... names) {
        List<String> dropped = List.of(names);
        return node.toBuilder()
                .clearAttribute()
                .addAllAttribute(node.getAttributeList().stream()
                        .filter(attribute -> !dropped.contains(attribute.getName()))
                        .toList());
    }
}
