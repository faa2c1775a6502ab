# Completion of fota for fish. In ~/.config/fish/config.fish:  fota completion fish | source
function __fota_complete
    set --local line (commandline --cut-at-cursor --current-process)
    set --local word (commandline --cut-at-cursor --current-token)
    for each in (fota "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null)
        # Options only once a dash is typed: where a file may stand, nothing found means files.
        if string match --quiet -- '-*' "$word"; or not string match --quiet -- '-*' "$each"
            echo $each
        end
    end
end
complete --command fota --arguments '(__fota_complete)'
