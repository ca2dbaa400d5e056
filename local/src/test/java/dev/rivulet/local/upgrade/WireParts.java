package dev.rivulet.local.upgrade;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.rivulet.schemas.event.AnswerPart;
import dev.rivulet.schemas.result.Outcome;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Names the parts of records, at any depth: components that are not null, and values of enums. */
final class WireParts {

    private static final String OWN = "dev.rivulet.";

    private WireParts() {}

    /** The parts that a value has. */
    static Stream<String> of(Object value) {
        return switch (value) {
            case null -> Stream.of();
            case Collection<?> many -> many.stream().flatMap(WireParts::of);
            case Enum<?> choice -> Stream.of(name(choice));
            case Record one -> components(one.getClass()).flatMap(component -> {
                Object part = get(component, one);
                return part == null ? Stream.of() : Stream.concat(Stream.of(name(component)), of(part));
            });
            default -> Stream.of();
        };
    }

    /** The parts that values of a type can have. */
    static Set<String> possible(Class<?> type) {
        Set<String> parts = new HashSet<>();
        collect(type, parts, new HashSet<>());
        return parts;
    }

    private static void collect(Type type, Set<String> parts, Set<Class<?>> seen) {
        if (type instanceof ParameterizedType list) {
            collect(list.getActualTypeArguments()[0], parts, seen);
        } else if (type instanceof Class<?> one && one.getName().startsWith(OWN) && seen.add(one)) {
            if (one.isEnum()) {
                List.of(one.getEnumConstants()).forEach(choice -> parts.add(name((Enum<?>) choice)));
            } else if (one.isRecord()) {
                components(one).forEach(component -> {
                    parts.add(name(component));
                    collect(component.getGenericType(), parts, seen);
                });
            } else if (one.isSealed() && Modifier.isInterface(one.getModifiers())) {
                WireKind.leaves(one).filter(leaf -> leaf != Outcome.Unknown.class && leaf != AnswerPart.Unknown.class)
                        .forEach(leaf -> collect(leaf, parts, seen));
            }
        }
    }

    /** Without those that are not written. */
    private static Stream<RecordComponent> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.getAccessor().isAnnotationPresent(JsonIgnore.class));
    }

    private static String name(Enum<?> choice) {
        return choice.getDeclaringClass().getSimpleName() + "." + choice.name();
    }

    private static String name(RecordComponent component) {
        return component.getDeclaringRecord().getSimpleName() + "#" + component.getName();
    }

    private static Object get(RecordComponent component, Record of) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
