#compdef fota
# Completion of fota for zsh. In ~/.zshrc, after compinit:  eval "$(fota completion zsh)"
_fota()
{
    local line="fota ${(j: :)words[2,CURRENT]}" word=${words[CURRENT]} each
    local -a found
    for each in ${(f)"$(${words[1]} "[suggest:${#line}]" "$line" 2>/dev/null)"}; do
        # Options only once a dash is typed: where a file may stand, nothing found means files.
        [[ $each == -* && $word != -* ]] || [[ $each != "$word"* ]] || found+=("$each")
    done
    if (( $#found )); then
        compadd -- "${found[@]}"
    else
        _files
    fi
}
compdef _fota fota
