# Completion of fota for bash. In ~/.bashrc:  eval "$(fota completion bash)"
_fota()
{
    # The line up to the cursor; the program is called fota, however it was typed.
    local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]} each
    line="fota${line#"${COMP_WORDS[0]}"}"
    COMPREPLY=()
    while IFS= read -r each; do
        each=${each%$'\r'}
        # Options only once a dash is typed: where a file may stand, nothing found means that bash completes files.
        [[ $each == -* && $word != -* ]] || [[ $each != "$word"* ]] || COMPREPLY+=("$each")
    done < <("$1" "[suggest:${#line}]" "$line" 2>/dev/null)
}
complete -o default -F _fota fota
