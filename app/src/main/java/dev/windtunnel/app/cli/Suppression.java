package dev.windtunnel.app.cli;

import dev.windtunnel.finding.Finding;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * One {@code --suppress CODE=KIND/NAME}. The object may be written {@code KIND/NAME}, {@code KIND/NS/NAME}, or as
 * istioctl has it {@code KIND NAME.NS}; {@code *} stands for any characters.
 */
record Suppression(String code, Pattern object) {
    /** Reads the option's value. */
    static final class Converter implements ITypeConverter<Suppression> {
        @Override
        public Suppression convert(String text) {
            int equals = text.indexOf('=');
            if (equals <= 0 || equals == text.length() - 1) {
                throw new TypeConversionException(
                        "'" + text + "' is not CODE=KIND/NAME, as in IST0101=VirtualService/reviews");
            }
            StringBuilder pattern = new StringBuilder();
            for (String part : text.substring(equals + 1).split("\\*", -1)) {
                pattern.append(pattern.length() == 0 ? "" : ".*").append(Pattern.quote(part));
            }
            return new Suppression(text.substring(0, equals), Pattern.compile(pattern.toString()));
        }
    }

    /** Whether a finding is not wanted. */
    boolean hides(Finding finding) {
        if (!finding.code().equals(code) || finding.kind() == null || finding.name() == null) {
            return false;
        }
        String kind = finding.kind();
        String name = finding.name();
        String namespace = finding.namespace() == null ? "" : finding.namespace();
        List<String> spellings = List.of(
                kind + "/" + name,
                kind + "/" + namespace + "/" + name,
                kind + " " + name,
                kind + " " + name + "." + namespace);
        return spellings.stream().anyMatch(spelling -> object.matcher(spelling).matches());
    }
}
