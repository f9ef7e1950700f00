package dev.windtunnel.app.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads whole numbers; what is none, or is out of range, is answered with the range. */
abstract class WholeNumber<N extends Number> implements ITypeConverter<N> {
    private final long least;
    private final long most;

    WholeNumber(long least, long most) {
        this.least = least;
        this.most = most;
    }

    /** The value of the option's type. */
    abstract N of(long number);

    @Override
    public final N convert(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return of(number);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new TypeConversionException("'" + text + "' is no whole number from " + least + " to " + most);
    }

    /** How often something is done. */
    static final class Times extends WholeNumber<Integer> {
        Times() {
            super(1, 100_000);
        }

        @Override
        Integer of(long number) {
            return (int) number;
        }
    }

    /** The number of one of many, counted from 1. */
    static final class Ordinal extends WholeNumber<Long> {
        Ordinal() {
            super(1, Long.MAX_VALUE);
        }

        @Override
        Long of(long number) {
            return number;
        }
    }

    /** Any number, also a negative one. */
    static final class Any extends WholeNumber<Long> {
        Any() {
            super(Long.MIN_VALUE, Long.MAX_VALUE);
        }

        @Override
        Long of(long number) {
            return number;
        }
    }

    /** A log level of Envoy's or glog's. */
    static final class Verbosity extends WholeNumber<Integer> {
        Verbosity() {
            super(0, 99);
        }

        @Override
        Integer of(long number) {
            return (int) number;
        }
    }

    /** A user id of Unix. */
    static final class UserId extends WholeNumber<Long> {
        UserId() {
            super(0, 4_294_967_294L);
        }

        @Override
        Long of(long number) {
            return number;
        }
    }
}
